// Pages on which the program behind the editor does not run: the text stays, can be edited, and reaches the page.

import assert from 'node:assert/strict';

import { EDITOR, pageWith, ready, titleOf, typeTitle } from './fixtures.mjs';
import { each } from './harness.mjs';

const WITH_TEXT = '<form id="form"><postmortem-editor name="body"><script type="text/markdown"># Kept\n\nText.</script></postmortem-editor></form>';

const PLAIN = 'postmortem-editor >>> .plain textarea';

/** What is shown instead of the editor, and what of it reaches the page. */
const state = (page) =>
  page.evaluate(() => {
    const editor = document.querySelector('postmortem-editor');
    return {
      sentence: editor.shadowRoot.querySelector('.plain p')?.textContent,
      text: editor.shadowRoot.querySelector('.plain textarea')?.value,
      form: new FormData(document.getElementById('form')).get('body'),
      markdown: editor.export('markdown'),
      prose: editor.value.sections.at(-1).prose,
      styled: editor.shadowRoot.querySelectorAll('[style], style').length,
    };
  });

const errors = `<script>addEventListener('pm-error', ({ detail }) => (window.told ??= []).push(detail.code))</script>`;

each('a policy without wasm-unsafe-eval', async ({ open, serve, allowErrors }) => {
  serve('/strict.html', pageWith(WITH_TEXT));
  allowErrors(/Content.Security.Policy|CSP|wasm/i);
  const page = await open('/strict.html', { csp: "default-src 'self'; script-src 'self'; style-src 'self'" });
  await page.find(PLAIN);
  let seen = await state(page);
  assert.match(seen.sentence, /does not allow WebAssembly \('wasm-unsafe-eval'\)\. Your text is below/);
  assert.match(seen.text, /^# Kept/);
  await page.locator(PLAIN).click();
  await page.press('Control+End');
  await page.typeText('More.');
  seen = await state(page);
  assert.match(seen.text, /Text\.\s*More\.$/);
  assert.equal(seen.form, seen.text);
  assert.equal(seen.markdown, seen.text);
  assert.equal(seen.prose, seen.text);
  assert.equal(seen.styled, 0);
  const width = await page.evaluate(() => getComputedStyle(document.querySelector('postmortem-editor').shadowRoot.querySelector('textarea')).minBlockSize);
  assert.equal(width, '320px', 'the style sheet is adopted and not blocked');
  await page.assertAccessible('postmortem-editor');
});

each('a file that is not there, and a second try when it is', async ({ open, serve, allowErrors }) => {
  serve('/gone.html', errors + pageWith(WITH_TEXT, ''));
  allowErrors(/404|Failed to load|ERR_/);
  const page = await open('/gone.html');
  await page.evaluate(async () => {
    window.really = window.fetch;
    window.fetch = (...given) => (String(given[0]).endsWith('.wasm') ? Promise.resolve(new Response('gone', { status: 404 })) : window.really(...given));
    await import('/pkg/postmortem-editor.js');
  });
  await page.find(PLAIN);
  assert.match((await state(page)).sentence, /could not be loaded from the network/);
  assert.deepEqual(await page.evaluate(() => window.told), ['wasm-unreachable']);
  await page.locator(PLAIN).click();
  await page.press('Control+End');
  await page.typeText(' Typed.');
  await page.evaluate(() => (window.fetch = window.really));
  await page.locator('postmortem-editor >>> .plain button').click();
  await page.find('postmortem-editor >>> .editor [role=textbox]');
  const markdown = await page.evaluate(() => document.querySelector('postmortem-editor').export());
  assert.match(markdown, /^# Kept$[^]*Text\. Typed\./m, 'what was typed meanwhile is in the editor');
  assert.equal(await page.evaluate(() => document.querySelector('postmortem-editor').shadowRoot.querySelector('.plain')), null);
});

each('a wrong MIME type does not matter', async ({ open, serve }) => {
  serve('/mime.html', pageWith(EDITOR, ''));
  const page = await open('/mime.html');
  await page.evaluate(async () => {
    const really = window.fetch;
    window.fetch = async (...given) => {
      const response = await really(...given);
      if (!String(given[0]).endsWith('.wasm')) return response;
      return new Response(await response.arrayBuffer(), { headers: { 'content-type': 'text/plain' } });
    };
    await import('/pkg/postmortem-editor.js');
  });
  await ready(page);
  await typeTitle(page, 'Works');
  assert.equal(await titleOf(page), 'Works');
});

each('a browser without WebAssembly, and a file that is damaged', async ({ open, serve }) => {
  serve('/none.html', errors + pageWith(WITH_TEXT, '<script>delete window.WebAssembly</script><script type="module" src="/pkg/postmortem-editor.js"></script>'));
  serve('/damaged.html', errors + pageWith(WITH_TEXT, ''));
  let page = await open('/none.html');
  await page.find(PLAIN);
  assert.deepEqual(await page.evaluate(() => window.told), ['wasm-missing']);
  page = await open('/damaged.html');
  await page.evaluate(async () => {
    const really = window.fetch;
    const damaged = () => new Response(Uint8Array.of(1, 2, 3), { headers: { 'content-type': 'application/wasm' } });
    window.fetch = (...given) => (String(given[0]).endsWith('.wasm') ? Promise.resolve(damaged()) : really(...given));
    await import('/pkg/postmortem-editor.js');
  });
  await page.find(PLAIN);
  assert.deepEqual(await page.evaluate(() => window.told), ['wasm-damaged']);
});

each('a document given as a value is editable as text, and untouched it is given back whole', async ({ open, serve }) => {
  serve('/value.html', pageWith(EDITOR, '<script>delete window.WebAssembly</script><script type="module" src="/pkg/postmortem-editor.js"></script>'));
  const page = await open('/value.html');
  await page.find(PLAIN);
  const value = {
    schema: 'postmortem/1',
    title: 'Outage',
    meta: { severity: 'Sev1' },
    sections: [
      { kind: 'summary', title: 'Summary', prose: 'Prose.' },
      { kind: 'timeline', title: 'Timeline', prose: '', rows: { type: 'timeline', rows: [{ time: '14:02', text: 'Paged.' }] } },
    ],
  };
  const seen = await page.evaluate((value) => {
    const editor = document.querySelector('postmortem-editor');
    editor.value = value;
    const [text, back] = [editor.export(), editor.value];
    let code;
    try {
      editor.value = { schema: 'postmortem/2' };
    } catch (error) {
      code = error.code;
    }
    return { text, back, code, still: editor.export() };
  }, value);
  assert.equal(seen.text, '# Outage\n\n## Summary\n\nProse.\n\n## Timeline\n\n- 14:02 — Paged.');
  assert.deepEqual(seen.back, value);
  assert.equal(seen.code, 'unknown-schema');
  assert.equal(seen.still, seen.text);
});

each('for: the text area gets what is typed in the plain field', async ({ open, serve }) => {
  serve('/for-plain.html', pageWith('<textarea id="body"># Wiki</textarea><postmortem-editor for="body"></postmortem-editor>', '<script>delete window.WebAssembly</script><script type="module" src="/pkg/postmortem-editor.js"></script>'));
  const page = await open('/for-plain.html');
  await page.find(PLAIN);
  await page.locator(PLAIN).click();
  await page.press('Control+End');
  await page.typeText(' text');
  assert.equal(await page.evaluate(() => document.getElementById('body').value), '# Wiki text');
});

each('a crash of the program leaves the last text in a plain field, and the editor can be started again', async ({ open, serve, allowErrors }) => {
  serve('/crash.html', errors + pageWith(WITH_TEXT));
  allowErrors(/unreachable|panicked|RuntimeError|null pointer|recursive|borrow/i);
  const page = await open('/crash.html');
  await ready(page);
  await typeTitle(page, ' until now');
  await page.evaluate(() => {
    // As when the program runs out of its stack: a trap that nobody catches.
    const trap = new WebAssembly.RuntimeError('unreachable');
    trap.stack = 'at postmortem-editor-core_bg.wasm:1';
    dispatchEvent(new ErrorEvent('error', { error: trap, message: trap.message }));
  });
  await page.find(PLAIN);
  const seen = await state(page);
  assert.match(seen.sentence, /stopped because of an error/);
  assert.match(seen.text, /^# Kept until now$[^]*Text\./m);
  assert.deepEqual(await page.evaluate(() => window.told), ['wasm-crashed']);
  await page.locator('postmortem-editor >>> .plain button').click();
  await page.find('postmortem-editor >>> .editor [role=textbox]');
  assert.equal(await titleOf(page), 'Kept until now');
});

each('a panic in the program hands the text over as it was at the last change', async ({ open, serve, allowErrors }) => {
  serve('/panic.html', errors + pageWith(WITH_TEXT));
  allowErrors(/unreachable|panicked|RuntimeError|null pointer|recursive|borrow|failed to (append|insert)/i);
  const page = await open('/panic.html');
  await ready(page);
  await page.evaluate(() => {
    const editor = document.querySelector('postmortem-editor');
    const { insertBefore } = Node.prototype;
    window.mend = () => (Node.prototype.insertBefore = insertBefore);
    editor.load('# Before the panic\n\nNot shared with the form yet.');
    Node.prototype.insertBefore = function (...given) {
      if (!this.isConnected || this.getRootNode() !== document) throw new DOMException('Another script broke this page.');
      return insertBefore.apply(this, given);
    };
    editor.config = { severities: 5 }; // a notice is to be shown
  });
  await page.until(() => window.told?.includes('wasm-crashed'));
  await page.evaluate(() => window.mend());
  const seen = await state(page);
  assert.match(seen.text, /^# Before the panic$[^]*Not shared with the form yet\./m);
  assert.equal(seen.form, seen.text);
  await page.locator('postmortem-editor >>> .plain button').click();
  await page.find('postmortem-editor >>> .editor [role=textbox]');
  assert.equal(await titleOf(page), 'Before the panic');
});

each('while the program is slow to come, the text can be written, and nobody is interrupted', async ({ open, serve }) => {
  serve('/slow.html', pageWith(WITH_TEXT, ''));
  const page = await open('/slow.html');
  await page.evaluate(async () => {
    const really = window.fetch;
    const gate = new Promise((open) => (window.arrive = open));
    window.fetch = async (...given) => {
      if (String(given[0]).endsWith('.wasm')) await gate;
      return really(...given);
    };
    await import('/pkg/postmortem-editor.js');
  });
  await page.find(PLAIN);
  assert.match((await state(page)).sentence, /still being loaded/);
  await page.locator(PLAIN).click();
  await page.press('Control+End');
  await page.typeText(' Written');
  await page.evaluate(() => window.arrive());
  await page.until(() => document.querySelector('postmortem-editor').shadowRoot.querySelector('.plain p').textContent.includes('is ready'));
  await page.typeText(' meanwhile.');
  assert.match((await state(page)).text, /Text\. Written meanwhile\.$/);
  await page.press('Tab');
  await page.find('postmortem-editor >>> .editor [role=textbox]');
  assert.match(await page.evaluate(() => document.querySelector('postmortem-editor').export()), /Text\. Written meanwhile\./);
});
