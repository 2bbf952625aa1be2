//! The command line, taken apart piece by piece. What nobody took is an error.

use std::fmt::Display;
use std::str::FromStr;

use anyhow::{Result, anyhow, bail};

pub struct Args(Vec<String>);

impl Args {
    pub fn new(args: impl IntoIterator<Item = String>) -> Args {
        Args(args.into_iter().collect())
    }

    /// The next word, unless an option comes first.
    pub fn word(&mut self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    pub fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|arg| arg == name);
        found.map(|at| self.0.remove(at)).is_some()
    }

    /// The value of `--name value`.
    pub fn value<T: FromStr<Err: Display>>(&mut self, name: &str) -> Result<Option<T>> {
        let Some(at) = self.0.iter().position(|arg| arg == name) else { return Ok(None) };
        self.0.remove(at);
        if at == self.0.len() {
            bail!("{name} needs a value");
        }
        let value = self.0.remove(at);
        value.parse().map(Some).map_err(|error| anyhow!("{name} {value}: {error}"))
    }

    /// All that is left; no options may be among it.
    pub fn words(self) -> Result<Vec<String>> {
        match self.0.iter().find(|arg| arg.starts_with('-')) {
            Some(option) => bail!("there is no option {option} here; `cargo xtask help` lists them"),
            None => Ok(self.0),
        }
    }

    pub fn finish(self) -> Result<()> {
        match self.words()?.first() {
            Some(word) => bail!("\"{word}\" is one word too many; `cargo xtask help` shows the usage"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_may_stand_anywhere() {
        let mut args = args("test smoke --only browser hints");
        assert_eq!(args.word().as_deref(), Some("test"));
        assert_eq!(args.value::<String>("--only").unwrap().as_deref(), Some("browser"));
        assert!(!args.flag("--dev"));
        assert_eq!(args.words().unwrap(), ["smoke", "hints"]);
    }

    #[test]
    fn bad_lines_say_what_is_wrong() {
        let error = |result: anyhow::Result<()>| result.unwrap_err().to_string();
        assert!(error(args("--port").value::<u16>("--port").map(drop)).contains("needs a value"));
        assert!(error(args("--port 80x").value::<u16>("--port").map(drop)).contains("--port 80x"));
        assert!(error(args("--fast").finish()).contains("--fast"));
        assert!(error(args("now").finish()).contains("\"now\""));
    }
}
