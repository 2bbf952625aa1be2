// Hints in the editor: typed, underlined, asked about, rewritten, undone; counted, dismissed, listed, restored.

import assert from 'node:assert/strict';

import { each } from './harness.mjs';
import { prose, start } from './editor.mjs';

const card = () => document.querySelector('postmortem-editor').shadowRoot.querySelector('[data-pm-hints]')?.shadowRoot.querySelector('.card:popover-open') ?? null;

/** Names for the page: what is painted, the open card, the figure of the counter. */
async function look(page) {
  await page.evaluate(`
    globalThis.root = document.querySelector('postmortem-editor').shadowRoot;
    globalThis.card = ${card};
    globalThis.painted = () => [...CSS.highlights].filter(([name]) => name !== 'pm-current').flatMap(([, ranges]) => [...ranges]).map(String);
    globalThis.figure = () => Number(root.querySelector('.hint-counter .figure')?.textContent ?? 0);
    globalThis.value = () => document.querySelector('postmortem-editor').value;
  `);
}

each('a phrase is typed, underlined, asked about, rewritten, and the rewriting undone', async (session) => {
  const page = await start(session, '');
  await look(page);
  const typed = 'The operator should have checked the certificate.';
  await (await page.find(prose(0))).click();
  await page.typeText(typed);
  await page.until(() => painted().length > 0 && figure() > 0);
  await page.press('Alt+.');
  await page.until(() => card());
  const asked = await page.evaluate(() => card().querySelector('.question').textContent);
  assert.match(asked, /\?/);
  const offered = await page.evaluate(() => card().querySelectorAll('.rewrite').length);
  assert.ok(offered > 0, 'no rewrite is offered');
  await page.assertAccessible();
  await page.shoot('card');
  await page.evaluate(() => card().querySelector('.rewrite').click());
  await page.until((typed) => value().sections[0].prose !== typed, typed);
  await page.evaluate(() => root.querySelector('.prose').focus());
  await page.press('Control+z');
  await page.until((typed) => value().sections[0].prose === typed && painted().length > 0, typed);
});

each('the counter leads from phrase to phrase, in every section and row', async (session) => {
  const page = await start(
    session,
    '# T\n\n## Summary\n\nThe root cause is human error.\n\n## Timeline\n\n- 22:48 – Bob forgot to check the panel.\n\n## Follow-ups\n\n| Action | Owner |\n| --- | --- |\n| Remind everybody to be more careful | All |\n',
  );
  await look(page);
  await page.until(() => figure() >= 3);
  const visited = new Set();
  await (await page.find(prose(0))).click();
  await page.press('Home');
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => root.querySelector('.hint-counter [aria-label="Next phrase"]').click());
    await page.until(() => card());
    visited.add(await page.evaluate(() => root.activeElement?.getAttribute('aria-label')));
  }
  assert.ok(visited.size >= 2, `it stayed in ${[...visited]}`);
});

each('what is dismissed stays away, is listed, and comes back', async (session) => {
  const page = await start(session, '# T\n\n## Summary\n\nThe root cause is human error.\n');
  await look(page);
  const before = await page.until(() => figure());
  await (await page.find(prose(0))).click();
  await page.press('Home');
  await page.press('Alt+.');
  await page.until(() => card());
  await page.press('Alt+-');
  await page.until((before) => figure() === before - 1, before);
  assert.equal(await page.evaluate(() => value().dismissals.length), 1);
  await (await page.find('postmortem-editor >>> .hint-counter .dismissed')).click();
  await page.find('postmortem-editor >>> .dismissal');
  await page.assertAccessible();
  await (await page.find('postmortem-editor >>> .dismissal button')).click();
  await page.until((before) => figure() === before, before);
  assert.equal(await page.evaluate(() => value().dismissals?.length ?? 0), 0);
});
