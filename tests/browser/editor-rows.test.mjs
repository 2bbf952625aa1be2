// The timeline and the follow-ups, by keyboard and by paste.

import assert from 'node:assert/strict';

import { each } from './harness.mjs';
import { start } from './editor.mjs';

const ROWS = `# Rows

## Timeline

- 22:48 – The import starts.
- 22:56 – The alert fires.

## Follow-ups

| Action | Owner | Due |
| --- | --- | --- |
| Compare row counts | Storage | 2025-03-31 |
`;

const focused = () => {
  const active = document.querySelector('postmortem-editor').shadowRoot.activeElement;
  return active?.getAttribute('aria-label');
};
const rows = (page, section) =>
  page.evaluate((section) => document.querySelector('postmortem-editor').value.sections[section].rows.rows.map(({ time, text, action, owner }) => [time ?? action, text ?? owner]), section);
const field = (row, label) => `postmortem-editor >>> .row:nth-of-type(${row}) [aria-label="${label}"]`;

each('the timeline is written without a mouse', async (session) => {
  const page = await start(session, ROWS);
  await (await page.find(field(2, 'What was seen or done'))).click();
  await page.press('End');
  await page.press('Enter');
  await page.until(focused).then(() => page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.row:nth-of-type(3) .time')));
  await page.typeText('23:05\n');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.row:nth-of-type(3) .text'));
  await page.typeText('A customer writes.');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows[2]?.text === 'A customer writes.');

  await page.press('Alt+ArrowUp');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows[1].time === '23:05');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.row:nth-of-type(2) .text'));
  await page.press('Alt+ArrowDown');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows[2].time === '23:05');

  await page.press('Enter');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.row:nth-of-type(4) .time'));
  await page.press('Backspace');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows.length === 3);
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.row:nth-of-type(3) .text'));

  await page.press('ArrowUp');
  await page.press('Home');
  await page.press('ArrowUp');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.row:nth-of-type(2) .text, .row:nth-of-type(1) .text'));
  assert.deepEqual(await rows(page, 0), [
    ['22:48', 'The import starts.'],
    ['22:56', 'The alert fires.'],
    ['23:05', 'A customer writes.'],
  ]);
});

each('many lines pasted become many rows, and sort by time', async (session) => {
  const page = await start(session, ROWS);
  await (await page.find(field(1, 'What was seen or done'))).click();
  await page.paste({ 'text/plain': '- 21:30 – Fixtures are loaded.\n- 22:10 – A deploy is under way.\n' });
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows.length === 4);
  assert.deepEqual((await rows(page, 0)).map(([time]) => time), ['22:48', '21:30', '22:10', '22:56']);
  await (await page.find('postmortem-editor >>> [aria-label="More for Timeline"]')).click();
  await (await page.find('postmortem-editor >>> [role=menu] ::-p-text(Sort by time)')).click();
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows[0].time === '21:30');
  assert.deepEqual((await rows(page, 0)).map(([time]) => time), ['21:30', '22:10', '22:48', '22:56']);
  await (await page.find(field(1, 'Time'))).click();
  await page.press('Control+z', 2);
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows.length === 2);
});

each('a row is dragged by its handle', async (session) => {
  const page = await start(session, ROWS);
  await (await page.find('postmortem-editor >>> .timeline .row:nth-of-type(1)')).hover();
  const at = await page.evaluate(() => {
    const root = document.querySelector('postmortem-editor').shadowRoot;
    const centre = (element) => {
      const box = element.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    return { grip: centre(root.querySelector('.timeline .grip')), last: centre(root.querySelector('.timeline .row:last-child')) };
  });
  await page.mouse.move(at.grip.x, at.grip.y);
  await page.mouse.down();
  await page.mouse.move(at.grip.x, at.grip.y + 10, { steps: 3 });
  await page.mouse.move(at.grip.x, at.last.y + 12, { steps: 5 });
  await page.mouse.up();
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows[1].time === '22:48');
  assert.deepEqual((await rows(page, 0)).map(([time]) => time), ['22:56', '22:48']);
});

each('a phase is a heading over rows', async (session) => {
  const page = await start(session, ROWS);
  await (await page.find('postmortem-editor >>> .timeline .row:nth-of-type(2)')).hover();
  await (await page.find('postmortem-editor >>> .timeline .row:nth-of-type(2) .grip')).click();
  await (await page.find('postmortem-editor >>> [role=menu] ::-p-text(Begin a phase here)')).click();
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.phase input'));
  await page.typeText('Detection\n');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows[1].phase === 'Detection');
  assert.equal(await page.evaluate(() => document.querySelector('postmortem-editor').value.sections[0].rows.rows[0].phase), '');
});

each('the follow-ups are written like a table', async (session) => {
  const page = await start(session, ROWS);
  await (await page.find('postmortem-editor >>> .follow-ups [aria-label="Action"]')).click();
  await page.press('Enter');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.getAttribute('aria-label') === 'Owning team');
  await page.press('Enter', 2);
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.getAttribute('aria-label') === 'Tracked at');
  await page.typeText('https://tracker.example/OPS-9');
  await page.press('Enter');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.follow-ups .row:nth-of-type(2) [aria-label="Action"]'));
  await page.typeText('Colour the production panel');
  await page.press('Tab');
  await page.typeText('Platform');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[1].rows.rows[1]?.owner === 'Platform');
  await (await page.find('postmortem-editor >>> .follow-ups .row:nth-of-type(2) [aria-label="Progress: Open"]')).click();
  await page.press('End');
  await page.press('Enter');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[1].rows.rows[1].progress === 'done');
  await (await page.find('postmortem-editor >>> .follow-ups .row:nth-of-type(2) [aria-label="Pillar: none"]')).click();
  await (await page.find('postmortem-editor >>> [role=menu] ::-p-text(Tooling)')).click();
  await page.until(() => document.querySelector('postmortem-editor').value.sections[1].rows.rows[1].pillar === 'tooling');
  assert.deepEqual(await rows(page, 1), [
    ['Compare row counts', 'Storage'],
    ['Colour the production panel', 'Platform'],
  ]);
  assert.equal(await page.evaluate(() => document.querySelector('postmortem-editor').value.sections[1].rows.rows[0].link), 'https://tracker.example/OPS-9');
});
