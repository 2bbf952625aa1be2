// The editor by hand: text, formatting, undo, sections, facts, preview, files. Rows are in editor-rows.test.mjs, looks in editor-views.test.mjs.

import assert from 'node:assert/strict';

import { each } from './harness.mjs';
import { prose, start, text } from './editor.mjs';

const SHORT = `# Prices imported into production

## Summary

The price table was replaced at 22:48.

## Timeline

- 22:48 – The import starts.
- 22:56 – The alert fires.

## Follow-ups

| Action | Owner | Due |
| --- | --- | --- |
| Compare row counts before an import | Storage | 2025-03-31 |
`;

each('what is typed is the document, and undo and redo go through all of it', async (session) => {
  const page = await start(session, SHORT);
  await page.locator(prose(0)).click();
  await page.press('Control+End');
  await page.typeText(' More.');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].prose.endsWith('More.'));
  await (await page.find('postmortem-editor >>> .title')).click();
  await page.press('End');
  await page.typeText('!');
  await page.until(() => document.querySelector('postmortem-editor').value.title.endsWith('!'));
  await page.press('Control+z');
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Prices imported into production');
  await page.press('Control+z', 3);
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].prose === 'The price table was replaced at 22:48.');
  assert.equal(await text(page, prose(0)), 'The price table was replaced at 22:48.');
  // The caret is where the change was.
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.classList.contains('prose'));
  await page.press('Control+Shift+z', 3);
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].prose.endsWith('More.'));
});

each('formatting by key and by the bar, and lists that go on', async (session) => {
  const page = await start(session, SHORT);
  await page.locator(prose(0)).click();
  await page.press('Control+a');
  await page.typeText('one');
  await page.press('Shift+Control+ArrowLeft');
  await page.press('Control+b');
  await page.until((selector) => selector && document.querySelector('postmortem-editor').value.sections[0].prose === '**one**', prose(0));
  await page.press('Control+z');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].prose === 'one');
  await (await page.find('postmortem-editor >>> .format-bar [aria-label="Bulleted list"]')).click();
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].prose === '- one');
  await page.press('End');
  await page.typeText('\n');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].prose === '- one\n- ');
  await page.typeText('two');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].prose === '- one\n- two');
});

each('sections are added, named, moved and removed, and removing is undone from the word about it', async (session) => {
  const page = await start(session, SHORT);
  const titles = () => page.evaluate(() => document.querySelector('postmortem-editor').value.sections.map(({ title }) => title));
  const menu = async (section, label) => {
    await (await page.find(`postmortem-editor >>> [aria-label="More for ${section}"]`)).click();
    await (await page.find(`postmortem-editor >>> [role=menu] ::-p-text(${label})`)).click();
  };
  await menu('Summary', 'Move down');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[1].title === 'Summary');
  await menu('Summary', 'Add a section below');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.heading'));
  await page.typeText('For customers\n');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.activeElement?.matches('.prose'));
  await page.typeText('We are sorry.');
  await page.until(() => document.querySelector('postmortem-editor').value.sections[2].prose === 'We are sorry.');
  assert.deepEqual(await titles(), ['Timeline', 'Summary', 'For customers', 'Follow-ups']);
  await menu('For customers', 'Remove');
  await page.until(() => document.querySelector('postmortem-editor').value.sections.length === 3);
  await (await page.find('postmortem-editor >>> .toast button')).click();
  await page.until(() => document.querySelector('postmortem-editor').value.sections[2]?.prose === 'We are sorry.');
});

each('facts: status, severity, authors, times', async (session) => {
  const page = await start(session, SHORT);
  const meta = () => page.evaluate(() => document.querySelector('postmortem-editor').value.meta);
  await (await page.find('postmortem-editor >>> [aria-label="Status: Draft"]')).click();
  await page.press('ArrowDown');
  await page.press('Enter');
  await page.until(() => document.querySelector('postmortem-editor').value.meta.status === 'in-review');
  await (await page.find('postmortem-editor >>> button[aria-label="Severity: Not set"]')).click();
  await page.typeText('sev2\n');
  await page.until(() => document.querySelector('postmortem-editor').value.meta.severity === 'Sev2');
  await (await page.find('postmortem-editor >>> button[aria-label="Category: Not set"]')).click();
  await page.typeText('Own words\n');
  await page.until(() => document.querySelector('postmortem-editor').value.meta.category === 'Own words');
  await (await page.find('postmortem-editor >>> [aria-label="Add an author"]')).click();
  await page.typeText('Hana Mori,Ben Ode\n');
  await page.until(() => document.querySelector('postmortem-editor').value.meta.authors.length === 2);
  await page.press('Backspace');
  await page.until(() => document.querySelector('postmortem-editor').value.meta.authors.length === 1);
  await (await page.find('postmortem-editor >>> button[aria-label="Started (UTC): Not set"]')).click();
  await page.evaluate(() => {
    const input = document.querySelector('postmortem-editor').shadowRoot.querySelector('input[aria-label="Started (UTC)"]');
    input.value = '2025-03-06T22:48';
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await page.until(() => document.querySelector('postmortem-editor').value.meta.started);
  const { authors, started } = await meta();
  assert.deepEqual(authors, ['Hana Mori']);
  assert.match(started, /^2025-03-06T22:48:00/);
});

each('the preview shows what readers will see, and nothing that could run', async (session) => {
  const page = await start(session, '# P\n\n## Summary\n\n**Bold** and [good](https://example.org/a), [bad](javascript:alert), <img src=x onerror=alert(1)>.\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n');
  await page.locator(prose(0)).click();
  await page.press('Alt+p');
  await page.find('postmortem-editor >>> .reading');
  const seen = await page.evaluate(() => {
    const reading = document.querySelector('postmortem-editor').shadowRoot.querySelector('.reading');
    return {
      strong: reading.querySelector('strong').textContent,
      links: [...reading.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')).filter((href) => !href.startsWith('#')),
      images: reading.querySelectorAll('img').length,
      cell: reading.querySelector('td.at-end').textContent,
      text: reading.querySelector('.rendered').textContent.includes('onerror=alert(1)'),
    };
  });
  assert.deepEqual(seen, { strong: 'Bold', links: ['https://example.org/a'], images: 0, cell: '2', text: true });
  await page.press('Alt+p');
  await page.until(() => !document.querySelector('postmortem-editor').shadowRoot.querySelector('.reading'));
});

each('a file is opened, exported as it was read, and opening it can be undone', async (session) => {
  const page = await start(session, SHORT);
  const file = await page.find('postmortem-editor >>> input[type=file]');
  await file.evaluate((input) => {
    const data = new DataTransfer();
    data.items.add(new File(['# Another\n\n## Impact\n\n61 events.\n'], 'another.md', { type: 'text/markdown' }));
    input.files = data.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Another');
  await (await page.find('postmortem-editor >>> .toolbar [aria-label="More"]')).click();
  await (await page.find('postmortem-editor >>> [role=menu] ::-p-text(Export as Markdown)')).click();
  const exported = await (await page.find('postmortem-editor >>> .export textarea')).evaluate((area) => area.value);
  assert.equal(exported, await page.evaluate(() => document.querySelector('postmortem-editor').export('markdown')));
  assert.match(exported, /# Another\n/);
  assert.match(exported, /61 events\./);
  await page.press('Escape');
  await page.until(() => !document.querySelector('postmortem-editor').shadowRoot.querySelector('dialog'));
  await (await page.find('postmortem-editor >>> .title')).click();
  await page.press('Control+z');
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Prices imported into production');
});

each('a whole postmortem pasted into an empty one is offered to be sorted', async (session) => {
  const page = await start(session, '');
  await page.locator(prose(0)).click();
  await page.paste({ 'text/plain': SHORT });
  await page.until(() => document.querySelector('postmortem-editor').value.sections[0].prose.includes('22:48'));
  await (await page.find('postmortem-editor >>> .toast button')).click();
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Prices imported into production');
  assert.equal(await page.evaluate(() => document.querySelector('postmortem-editor').value.sections[1].rows.rows.length), 2);
});

each('long and odd texts are taken and given back', async (session) => {
  const page = await start(session, '');
  const long = `# Long\n\n## Summary\n\n${'All quiet on the bridge. '.repeat(40_000)}\u0000 end`;
  await page.evaluate((long) => document.querySelector('postmortem-editor').load(long), long);
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Long');
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.querySelector('.prose').textContent.length > 900_000);
  await (await page.find('postmortem-editor >>> .title')).click();
  await page.press('End');
  await page.typeText('er');
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Longer');
  assert.ok((await page.evaluate(() => document.querySelector('postmortem-editor').export('markdown'))).length > 900_000);
});
