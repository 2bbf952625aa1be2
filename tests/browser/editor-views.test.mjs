// How everything looks, and whether it can be used without looking: axe and a picture of each view, wide and narrow, light and dark.

import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';

import { each, root } from './harness.mjs';
import { prose, start } from './editor.mjs';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 380, height: 800 };
const both = { schemes: ['light', 'dark'] };

/** Nothing sticks out sideways. */
const fits = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');

for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  each(`the filled wiki page, ${size}`, { ...both, viewport }, async ({ open, engine, scheme }) => {
    const page = await open('/index.html');
    await page.find('postmortem-editor >>> .prose[contenteditable]');
    await page.shoot(`wiki ${size}`);
    await fits(page);
    await page.assertAccessible();
    await page.shoot(`wiki ${size} whole`, { fullPage: true });
    if (engine === 'chromium' && size === 'wide' && scheme === 'light') {
      // The picture of the README: a phrase, and what is asked about it.
      await (await page.find(prose(0))).click();
      await page.press('Home');
      const card = `document.querySelector('postmortem-editor').shadowRoot.querySelector('[data-pm-hints]')?.shadowRoot.querySelector('.card:popover-open')`;
      for (let i = 0; i < 28 && !(await page.evaluate(`${card}?.querySelector('.rewrite')`)); i++) {
        await page.press('Alt+.');
        await page.until(card);
      }
      await page.evaluate(`Promise.all(${card}.getAnimations().map(({ finished }) => finished))`);
      const picture = await page.shoot('readme');
      await mkdir(path.join(root, 'tests/browser/screenshots'), { recursive: true });
      await copyFile(picture, path.join(root, 'tests/browser/screenshots/editor.png'));
    }
    await page.locator('#publish').click();
    await page.find('postmortem-view >>> .reading h2');
    await fits(page);
    await page.assertAccessible();
    await page.shoot(`published ${size}`, { fullPage: true });
  });

  each(`an empty page, ${size}`, { ...both, viewport }, async ({ open }) => {
    const page = await open('/static.html');
    await (await page.find(prose(0))).click();
    await page.assertAccessible();
    await fits(page);
    await page.shoot(`static ${size}`);
  });

  each(`menus and dialogs, ${size}`, { ...both, viewport }, async (session) => {
    const page = await start(session, '# Title\n\n## Summary\n\nThe price table was replaced.\n\n## Timeline\n\n- 22:48 – Start.\n\n## Follow-ups\n\n| Action | Owner |\n| --- | --- |\n| Compare | Storage |\n');
    const look = async (name) => {
      // A colour half faded in is not the colour.
      await page.evaluate(() => Promise.all(document.querySelector('postmortem-editor').shadowRoot.getAnimations().map(({ finished }) => finished)));
      await page.assertAccessible();
      await fits(page);
      await page.shoot(`${name} ${size}`);
    };
    await page.locator(prose(0)).click();
    await look('writing');
    await (await page.find('postmortem-editor >>> .toolbar [aria-label="More"]')).click();
    await page.find('postmortem-editor >>> [role=menu]');
    await look('menu');
    for (const [name, entry] of [['export', 'Export as Markdown'], ['drafts', 'Drafts'], ['keys', 'Keyboard shortcuts']]) {
      if (!(await page.$('postmortem-editor >>> .toolbar [role=menu]'))) await (await page.find('postmortem-editor >>> .toolbar [aria-label="More"]')).click();
      await (await page.find(`postmortem-editor >>> [role=menu] ::-p-text(${entry})`)).click();
      await page.find('postmortem-editor >>> dialog[open]');
      await page.until(() => !/Looking/.test(document.querySelector('postmortem-editor').shadowRoot.querySelector('dialog').textContent));
      await look(name);
      await page.press('Escape');
      await page.until(() => !document.querySelector('postmortem-editor').shadowRoot.querySelector('dialog'));
    }
    await (await page.find('postmortem-editor >>> button[aria-label="Severity: Not set"]')).click();
    await page.find('postmortem-editor >>> [role=listbox]');
    await look('severity');
    await page.press('Escape');
    await page.press('Alt+p');
    await page.find('postmortem-editor >>> .reading');
    await look('preview');
  });
}
