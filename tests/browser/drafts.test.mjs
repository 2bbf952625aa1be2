// Safe keeping: what an author wrote is found again after a reload, a crash and a restart, in two tabs, and where a browser refuses.

import assert from 'node:assert/strict';

import { TITLE, choose, kept, noticed, notices, pageWith, reading, ready, titleOf, typeTitle } from './fixtures.mjs';
import { each } from './harness.mjs';

const KEYED = '<postmortem-editor draft-key="INC-1"></postmortem-editor>';

async function editor(open, url) {
  const page = await open(url);
  await reading(page);
  await ready(page);
  return page;
}

each('what was typed is back after a reload', async ({ open, serve }) => {
  serve('/draft.html', pageWith(KEYED));
  const page = await editor(open, '/draft.html');
  await typeTitle(page, 'Kept across a reload');
  const started = Date.now();
  await kept(page, 'Kept across a reload');
  assert.ok(Date.now() - started < 1_000, 'within a second');
  await page.reload();
  await ready(page);
  assert.equal(await titleOf(page), 'Kept across a reload');
  assert.equal(await page.textOf(TITLE), 'Kept across a reload');
  assert.equal(await notices(page), '');
  await reading(page);
  await typeTitle(page, '!');
  await kept(page, 'Kept across a reload!');
  assert.deepEqual(await page.evaluate(() => globalThis.draftTitles()), ['Kept across a reload!'], 'one draft goes on, not two');
});

each('a reload in the middle of a word loses nothing', async ({ open, serve }) => {
  serve('/draft.html', pageWith(KEYED));
  const page = await editor(open, '/draft.html');
  await typeTitle(page, 'Half a wo');
  await page.reload();
  await ready(page);
  assert.equal(await titleOf(page), 'Half a wo');
});

each('after the browser is killed everything older than a second is back', { ownBrowser: true }, async ({ open, serve, restart }) => {
  serve('/draft.html', pageWith(KEYED));
  let page = await editor(open, '/draft.html');
  await typeTitle(page, 'Before the crash');
  await kept(page, 'Before the crash');
  await restart({ kill: true });
  page = await editor(open, '/draft.html');
  assert.equal(await titleOf(page), 'Before the crash');
});

each('a page that changed is shown, and the draft is offered', async ({ open, serve }) => {
  const says = (text) => serve('/page.html', pageWith(`<postmortem-editor draft-key="INC-2"><script type="text/markdown"># ${text}</script></postmortem-editor>`));
  says('Page one');
  let page = await editor(open, '/page.html');
  await typeTitle(page, ', and mine');
  await kept(page, 'Page one, and mine');
  await page.reload();
  await ready(page);
  assert.equal(await titleOf(page), 'Page one, and mine');
  await noticed(page, 'not on the page yet');

  says('Page two');
  await page.reload();
  await ready(page);
  assert.equal(await titleOf(page), 'Page two', 'newer content is never hidden by a draft');
  await noticed(page, 'differs from this page');
  await choose(page, 'Open the draft');
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Page one, and mine');

  await page.reload();
  await ready(page);
  await noticed(page, 'differs from this page');
  await choose(page, 'Stay with this text');
  await page.reload();
  await ready(page);
  assert.equal(await titleOf(page), 'Page two');
  assert.equal(await notices(page), '', 'not asked again');
  await reading(page);
  assert.deepEqual(await page.evaluate(() => globalThis.draftTitles()), ['Page one, and mine']);
});

each('two tabs on one draft: both are told, both texts stay', async ({ open, serve }) => {
  serve('/draft.html', pageWith(KEYED));
  const first = await editor(open, '/draft.html');
  await typeTitle(first, 'Common');
  await kept(first, 'Common');
  const second = await editor(open, '/draft.html');
  await second.until(() => document.querySelector('postmortem-editor').value.title === 'Common');
  await noticed(second, 'open in another tab');
  await second.bringToFront();
  await typeTitle(second, ' in the second');
  await kept(second, 'Common in the second');
  await noticed(first, 'changed in another tab');
  await first.bringToFront();
  await typeTitle(first, ' in the first');
  await kept(first, 'Common in the first');
  const titles = await first.evaluate(() => globalThis.draftTitles());
  assert.deepEqual(titles.sort(), ['Common in the first', 'Common in the second']);
  assert.equal(await titleOf(first), 'Common in the first');
  assert.equal(await titleOf(second), 'Common in the second');
  await noticed(first, 'another tab');
});

each('the other tab\'s text can be shown', async ({ open, serve }) => {
  serve('/draft.html', pageWith(KEYED));
  const first = await editor(open, '/draft.html');
  await typeTitle(first, 'Old');
  await kept(first, 'Old');
  const second = await editor(open, '/draft.html');
  await second.bringToFront();
  await typeTitle(second, ' and new');
  await kept(second, 'Old and new');
  await noticed(first, 'changed in another tab');
  await first.bringToFront();
  await choose(first, 'Show the other text');
  await first.until(() => document.querySelector('postmortem-editor').value.title === 'Old and new');
});

/** What a browser may answer, put in before any script of the page. */
const REFUSALS = {
  'storage-full': {
    script: `IDBObjectStore.prototype.put = function () { throw new DOMException('The quota is used up.', 'QuotaExceededError'); };`,
    words: 'full',
  },
  'storage-forbidden': {
    script: `Object.defineProperty(window, 'indexedDB', { get() { return { __proto__: IDBFactory.prototype, open() { throw new DOMException('Not here.', 'SecurityError'); } }; } });`,
    words: 'does not allow storage',
  },
  'storage-newer': {
    script: `const open = IDBFactory.prototype.open; IDBFactory.prototype.open = function (name) { return open.call(this, name, 1); };
      const request = open.call(indexedDB, 'postmortem-editor', 99); request.onsuccess = () => { request.result.close(); window.newer = true; };`,
    words: 'newer version',
  },
  'storage-blocked': {
    script: `IDBFactory.prototype.open = () => ({ __proto__: IDBOpenDBRequest.prototype, addEventListener() {}, set onsuccess(_) {}, set onerror(_) {}, set onupgradeneeded(_) {} });`,
    words: 'does not answer',
  },
};

for (const [code, { script, words }] of Object.entries(REFUSALS)) {
  each(`${code} is said plainly, and the text stays and can be exported`, async ({ open, serve }) => {
    const told = `addEventListener('pm-error', ({ detail }) => (window.told ??= []).push(detail.code));`;
    serve('/refused.html', pageWith(KEYED, `<script>${told}${script}</script><script type="module" src="/pkg/postmortem-editor.js"></script>`));
    const page = await open('/refused.html');
    await ready(page);
    await typeTitle(page, 'Only on the page');
    await noticed(page, words);
    assert.match(await notices(page), /on this page only/);
    assert.match(await notices(page), /Download as Markdown/);
    assert.deepEqual(await page.evaluate(() => window.told), [code]);
    assert.match(await page.evaluate(() => document.querySelector('postmortem-editor').export()), /^# Only on the page$/m);
    await typeTitle(page, ' still');
    assert.equal(await titleOf(page), 'Only on the page still');
  });
}

each('storage that has room again is used again', async ({ open, serve }) => {
  const script = `const put = IDBObjectStore.prototype.put; let full = true; window.makeRoom = () => (full = false);
    IDBObjectStore.prototype.put = function (...given) { if (full) throw new DOMException('Full.', 'QuotaExceededError'); return put.apply(this, given); };`;
  serve('/full.html', pageWith(KEYED, `<script>${script}</script><script type="module" src="/pkg/postmortem-editor.js"></script>`));
  const page = await editor(open, '/full.html');
  await typeTitle(page, 'Waiting');
  await noticed(page, 'full');
  await page.evaluate(() => window.makeRoom());
  await choose(page, 'Try again');
  await kept(page, 'Waiting');
  assert.equal(await notices(page), '');
});

each('a database that is deleted under the editor is made again', async ({ open, serve }) => {
  serve('/draft.html', pageWith(KEYED));
  const page = await editor(open, '/draft.html');
  await typeTitle(page, 'One');
  await kept(page, 'One');
  await page.evaluate(() => new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('postmortem-editor');
    request.onsuccess = resolve;
    request.onerror = reject;
  }));
  await typeTitle(page, ' more');
  await kept(page, 'One more');
});

each('a draft of another schema stays where it is', async ({ open, serve }) => {
  serve('/draft.html', pageWith(KEYED));
  const page = await editor(open, '/draft.html');
  await typeTitle(page, 'From the future');
  await kept(page, 'From the future');
  await page.evaluate(() => new Promise((resolve, reject) => {
    const request = indexedDB.open('postmortem-editor');
    request.onsuccess = () => {
      const database = request.result;
      const transaction = database.transaction('documents', 'readwrite');
      const documents = transaction.objectStore('documents');
      documents.openCursor().onsuccess = ({ target: { result: cursor } }) => cursor?.update(cursor.value.replace('postmortem/1', 'postmortem/7'));
      transaction.oncomplete = () => { database.close(); resolve(); };
      transaction.onerror = reject;
    };
  }));
  await page.reload();
  await ready(page);
  await noticed(page, 'postmortem/7');
  assert.equal(await titleOf(page), '');
  await reading(page);
  await typeTitle(page, 'New');
  await kept(page, 'New');
  assert.deepEqual((await page.evaluate(() => globalThis.draftTitles())).sort(), ['From the future', 'New']);
});

each('a draft that is back is given to the text area of its page', async ({ open, serve }) => {
  serve('/for.html', pageWith('<textarea id="body"># Wiki</textarea><postmortem-editor for="body" draft-key="INC-3"></postmortem-editor>'));
  const first = await editor(open, '/for.html');
  await typeTitle(first, ', longer');
  await kept(first, 'Wiki, longer');
  const second = await editor(open, '/for.html');
  assert.equal(await titleOf(second), 'Wiki, longer');
  await second.until(() => /^# Wiki, longer$/m.test(document.getElementById('body').value));
});

each('a page that was published with the draft\'s text asks nothing', async ({ open, serve }) => {
  const says = (text) => serve('/published.html', pageWith(`<postmortem-editor draft-key="INC-4"><script type="text/markdown">${text}</script></postmortem-editor>`));
  says('# Outage\n\n## Summary\n\nShort.');
  let page = await editor(open, '/published.html');
  await typeTitle(page, ' of the checkout');
  await kept(page, 'Outage of the checkout');
  says(await page.evaluate(() => document.querySelector('postmortem-editor').export()));
  await page.reload();
  await ready(page);
  assert.equal(await titleOf(page), 'Outage of the checkout');
  assert.equal(await notices(page), '');
});

each('a megabyte is kept too', async ({ open, serve }) => {
  serve('/draft.html', pageWith(KEYED));
  const page = await editor(open, '/draft.html');
  await page.evaluate(() => {
    const prose = 'The rollback took eleven minutes because the image had been evicted.\n\n'.repeat(14_000);
    document.querySelector('postmortem-editor').value = { schema: 'postmortem/1', title: 'Long', sections: [{ kind: 'summary', title: 'Summary', prose }] };
  });
  await typeTitle(page, 'er');
  await kept(page, 'Longer');
});
