// The bundle as it is served: it loads, it names its version, and a page may be looked at in both schemes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { each, root } from './harness.mjs';

const PAGE = `<!doctype html><html lang="en"><title>Smoke</title><main><h1>Smoke</h1><textarea aria-label="Text"></textarea></main>`;

each('the hints bundle starts and knows its version', async ({ open, serve }) => {
  serve('/smoke.html', PAGE);
  const page = await open('/smoke.html');
  const version = await page.evaluate(async () => {
    const hints = await import('/pkg/blame-hints.js');
    await hints.default();
    return hints.version();
  });
  assert.equal(version, JSON.parse(await readFile(path.join(root, 'pkg/package.json'), 'utf8')).version);
});

each('keys, scheme and axe reach the page', { schemes: ['light', 'dark'] }, async ({ open, serve, scheme }) => {
  serve('/smoke.html', PAGE);
  const page = await open('/smoke.html');
  assert.equal(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), scheme === 'dark');
  await page.locator('textarea').click();
  await page.typeText('Aß 🙂\nb');
  await page.press('Shift+ArrowLeft');
  await page.typeText('c');
  assert.equal(await page.textOf('textarea'), 'Aß 🙂\nc');
  await page.assertAccessible();
});

each('without wasm-unsafe-eval the wasm is refused', async ({ open, serve, allowErrors }) => {
  serve('/strict.html', PAGE);
  allowErrors(/Content Security Policy|content-security-policy|CSP/i);
  const page = await open('/strict.html', { csp: "script-src 'self'" });
  const refusal = await page.evaluate(async () => {
    const hints = await import('/pkg/blame-hints.js');
    return hints.default().then(() => 'started', (error) => error.name);
  });
  assert.equal(refusal, 'CompileError');
});

each('a restarted browser keeps what a page stored, and offline is offline', { ownBrowser: true }, async ({ open, serve, restart, allowErrors }) => {
  serve('/smoke.html', PAGE);
  let page = await open('/smoke.html');
  await page.evaluate(() => localStorage.setItem('kept', 'yes'));
  await restart();
  page = await open('/smoke.html');
  assert.equal(await page.evaluate(() => localStorage.getItem('kept')), 'yes');
  allowErrors(/ERR_INTERNET_DISCONNECTED/);
  await page.offline();
  assert.equal(await page.evaluate(() => fetch('/smoke.html').then(() => 'reached', () => 'refused')), 'refused');
  await page.offline(false);
  assert.equal(await page.evaluate(() => fetch('/smoke.html').then(() => 'reached', () => 'refused')), 'reached');
});
