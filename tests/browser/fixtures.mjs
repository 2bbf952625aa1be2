// What the tests of the elements share: pages with an editor, and what an author does in it.

/** A page with `body`, and the script of the elements. */
export const pageWith = (body, script = '<script type="module" src="/pkg/postmortem-editor.js"></script>') =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>A wiki page</title>${script}<main><h1>A wiki page</h1>${body}</main></html>`;

export const EDITOR = '<postmortem-editor></postmortem-editor>';

/** The first field for text of the editor: its title. */
export const TITLE = 'postmortem-editor >>> .editor [role=textbox]';

/** Waits for the editor, or the plain field in its place, and returns the element's handle. */
export async function ready(page, selector = 'postmortem-editor') {
  await page.until((selector) => {
    const root = document.querySelector(selector)?.shadowRoot;
    return root?.querySelector('.editor [role=textbox], .plain textarea');
  }, selector);
  return page.find(selector);
}

/** Types into the title. */
export async function typeTitle(page, text, selector = TITLE) {
  const field = await page.find(selector);
  await field.click();
  await page.press('End');
  await page.typeText(text);
}

export const titleOf = (page, selector = 'postmortem-editor') => page.evaluate((selector) => document.querySelector(selector).value?.title, selector);

/** Waits until `text` is what the newest draft in the database says in its title. */
export const kept = (page, text) =>
  page.until(
    async (text) => (await globalThis.draftTitles()).includes(text),
    text,
  );

/** Makes `draftTitles()` in the page: the titles of all drafts, newest first, read past the editor. */
export async function reading(page) {
  await page.evaluate(() => {
    globalThis.draftTitles = async () => {
      const database = await new Promise((resolve) => {
        const request = indexedDB.open('postmortem-editor');
        request.onupgradeneeded = () => request.transaction.abort(); // it is the editor that makes it
        request.onsuccess = () => resolve(request.result);
        request.onerror = (event) => {
          event.preventDefault();
          resolve(null);
        };
      });
      if (!database) return [];
      const drafts = await new Promise((resolve) => {
        database.transaction('drafts').objectStore('drafts').getAll().onsuccess = ({ target }) => resolve(target.result);
      });
      database.close();
      return drafts.sort((a, b) => b.updated - a.updated).map((draft) => draft.title);
    };
  });
  return page;
}

/** The lines above the text, as one string. */
export const notices = (page, selector = 'postmortem-editor') =>
  page.evaluate((selector) => [...document.querySelector(selector).shadowRoot.querySelectorAll('.notice')].map((line) => line.textContent).join('\n'), selector);

/** Waits until a line above the text says so. */
export const noticed = (page, words, selector = 'postmortem-editor') =>
  page.until(
    (selector, words) => [...document.querySelector(selector).shadowRoot.querySelectorAll('.notice')].some((line) => line.textContent.includes(words)),
    selector,
    words,
  );

/** Answers a line above the text. */
export async function choose(page, label, selector = 'postmortem-editor') {
  await page.until(
    (selector, label) => {
      const buttons = [...document.querySelector(selector).shadowRoot.querySelectorAll('.notice button')];
      const button = buttons.find((button) => button.textContent === label);
      button?.click();
      return Boolean(button);
    },
    selector,
    label,
  );
}
