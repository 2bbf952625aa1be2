//! One file a format, reader and writer side by side. Knows `document`; knows no editor and no browser.
