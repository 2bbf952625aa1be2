// What the tests of the editor share: a page with one, and names for what is in it.

/** A page with one editor that holds `markdown`, ready to be written in. */
export async function start({ open, serve }, markdown, { attributes = '', template = '' } = {}) {
  const content = markdown.replaceAll('</script', '<\\/script');
  serve(
    '/editor.html',
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Editor</title><meta name="viewport" content="width=device-width">
    <link rel="icon" href="data:,"><link rel="stylesheet" href="/static.css"><script type="module" src="/pkg/postmortem-editor.js"></script>
    <main><postmortem-editor ${attributes} ${template}>${markdown && `<script type="text/markdown">\n${content}</script>`}</postmortem-editor></main></html>`,
  );
  const page = await open('/editor.html');
  await page.find('postmortem-editor >>> .paper .prose[contenteditable]');
  return page;
}

/** The prose of the section at `index`. */
export const prose = (index) => `postmortem-editor >>> .section:nth-of-type(${index + 1}) .prose`;

/** The text of an editable as it stands in the page. */
export const text = async (page, selector) => (await page.find(selector)).evaluate((element) => element.textContent.replace(/\n$/, ''));
