// What every browser test stands on: a server, both engines with fresh profiles, and a page that fails its test when it errs.
//
//   import assert from 'node:assert/strict';
//   import { each } from './harness.mjs';
//
//   each('a hint appears while typing', async ({ open }) => {
//     const page = await open('/index.html');
//     await page.locator('postmortem-editor >>> [role=textbox]').click();   // `>>>` reaches into shadow roots
//     await page.typeText('Bob forgot to check.');
//     await page.until(() => CSS.highlights.size > 0);
//   });
//
// `open` gives a puppeteer `Page` with the helpers of `help` below. Wait for conditions (`until`, `locator`), never for time.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { ENGINES, freshProfile, launch, removeProfiles } from './engines.mjs';
import { root, serve } from './server.mjs';

export { root };
export const screenshots = path.join(root, 'target/screenshots');

const running = { server: null, browsers: new Map() };

/**
 * Runs `body` once per engine and colour scheme, each time in a fresh browser context.
 *
 * Options: `engines` (default both), `schemes` (default light), `viewport`, and `ownBrowser` for a test that calls `restart()`.
 */
export function each(title, options, body) {
  if (typeof options === 'function') [options, body] = [{}, options];
  const { engines = ENGINES, schemes = ['light'], viewport = { width: 1280, height: 900 }, ownBrowser = false } = options;
  const wanted = process.env.ENGINES?.split(',') ?? engines;
  for (const engine of engines.filter((engine) => wanted.includes(engine))) {
    for (const scheme of schemes) {
      const name = schemes.length > 1 ? `${title} (${engine}, ${scheme})` : `${title} (${engine})`;
      test(name, { timeout: 60_000 }, async () => {
        assert.ok(existsSync(path.join(root, 'pkg/blame-hints.js')), 'pkg/ is empty: run `cargo xtask build --dev`');
        const session = new Session(engine, scheme, viewport, ownBrowser);
        try {
          await session.start();
          await body(session);
          session.assertNoErrors();
        } catch (error) {
          await session.screenshotFailure(title);
          throw error;
        } finally {
          await session.close();
        }
      });
    }
  }
}

/** One run of one test in one engine. Its functions may be taken apart: `async ({ engine, open, allowErrors }) => …`. */
class Session {
  #context;
  #own;
  #pages = [];
  #errors = [];
  #allowed = [];
  #ownBrowser;
  #viewport;

  constructor(engine, scheme, viewport, ownBrowser) {
    this.engine = engine;
    this.scheme = scheme;
    this.#viewport = viewport;
    this.#ownBrowser = ownBrowser;
    for (const name of ['open', 'serve', 'allowErrors', 'restart']) this[name] = this[name].bind(this);
  }

  async start() {
    running.server ??= await serve();
    this.origin = running.server.origin;
    if (this.#ownBrowser) {
      const profile = freshProfile();
      this.#own = { profile, browser: await launch(this.engine, { scheme: this.scheme, profile }) };
      this.#context = this.#own.browser.defaultBrowserContext();
    } else {
      this.#context = await (await shared(this.engine, this.scheme)).createBrowserContext();
    }
  }

  /** A new tab on `url` (a path of `www/`, `/pkg/…`, or one given to `serve`). `csp` sets the header of that path. */
  async open(url, { csp, viewport = this.#viewport } = {}) {
    if (csp) running.server.headers(url, { 'content-security-policy': csp });
    const page = Object.assign(await this.#context.newPage(), help(this));
    this.#pages.push(page);
    page.on('pageerror', (error) => this.#errors.push(`page error: ${error.message ?? error}`));
    page.on('console', (line) => line.type() === 'error' && this.#errors.push(`console error: ${line.text()}`));
    await page.setViewport(viewport);
    if (this.engine === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: this.scheme }]);
    await page.goto(this.origin + url);
    return page;
  }

  /** Makes up a page: `serve('/two.html', '<!doctype html>…')`. */
  serve(url, html) {
    running.server.page(url, html);
  }

  /** Errors that match are part of the test. The others still fail it. */
  allowErrors(...patterns) {
    this.#allowed.push(...patterns);
  }

  /** Ends the whole browser, or kills it with all its processes, and starts it again on the same profile. Needs `ownBrowser: true`. */
  async restart({ kill = false } = {}) {
    assert.ok(this.#own, 'restart() needs { ownBrowser: true }');
    if (kill) {
      const browser = this.#own.browser.process();
      const gone = new Promise((resolve) => browser.once('exit', resolve));
      process.kill(-browser.pid, 'SIGKILL'); // puppeteer starts it as the leader of a group of its own
      await gone;
    } else {
      await this.#own.browser.close();
    }
    this.#own.browser = await launch(this.engine, { scheme: this.scheme, profile: this.#own.profile });
    this.#context = this.#own.browser.defaultBrowserContext();
    this.#pages = [];
  }

  assertNoErrors() {
    const errors = this.#errors.filter((error) => !this.#allowed.some((pattern) => pattern.test(error)));
    assert.deepEqual(errors, [], 'the page reported errors');
  }

  async screenshotFailure(name) {
    for (const [index, page] of this.#pages.entries()) {
      await page.shoot(`failed ${name} ${index}`).catch(() => {}); // the page may be gone; the test's own error matters
    }
    for (const error of this.#errors) console.error(`${name} (${this.engine}): ${error}`);
  }

  async close() {
    if (this.#own) await this.#own.browser.close();
    else await this.#context?.close();
  }
}

/** What a page can do besides what puppeteer gives it. */
const help = (session) => ({
  /** Types as a person does, key by key, at the focus. A newline is Enter. */
  async typeText(text) {
    for (const character of text) await (character === '\n' ? this.keyboard.press('Enter') : this.keyboard.type(character));
  },

  /** Presses a chord: `press('Control+Shift+z')`, `press('Alt+.')`. */
  async press(chord, times = 1) {
    const held = chord.split('+');
    const key = held.pop();
    for (const modifier of held) await this.keyboard.down(modifier);
    for (let i = 0; i < times; i++) await this.keyboard.press(key);
    for (const modifier of held) await this.keyboard.up(modifier);
  },

  /** Waits until `condition` (runs in the page) is truthy, and returns its value. */
  async until(condition, ...args) {
    const handle = await this.waitForFunction(condition, { timeout: 10_000, polling: 20 }, ...args);
    return handle.jsonValue();
  },

  /** The element, when it is there; `>>>` reaches into shadow roots: `find('postmortem-editor >>> button')`. */
  async find(selector) {
    // By asking again: what waits for mutations does not see those inside a shadow root.
    for (const end = Date.now() + 10_000; Date.now() < end; await pause(20)) {
      const found = await this.$(selector);
      if (found) return found;
    }
    throw new Error(`nothing on the page matches ${selector}`);
  },

  /** The text of an element as it is shown. */
  async textOf(selector) {
    return (await this.find(selector)).evaluate((element) => element.value ?? element.innerText);
  },

  /** Pastes at the focus what a clipboard holds: `paste({ 'text/html': '<b>x</b>', 'text/plain': 'x' })`. */
  paste(formats) {
    return this.evaluate((formats) => {
      const clipboardData = new DataTransfer();
      for (const [type, value] of Object.entries(formats)) clipboardData.setData(type, value);
      let target = document.activeElement;
      while (target.shadowRoot?.activeElement) target = target.shadowRoot.activeElement;
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true });
      // Firefox leaves a made-up event's clipboard empty.
      if (!event.clipboardData?.types.length) Object.defineProperty(event, 'clipboardData', { value: clipboardData });
      target.dispatchEvent(event);
    }, formats);
  },

  /** Keeps a picture in `target/screenshots/`, and returns its path. */
  async shoot(name, options = {}) {
    mkdirSync(screenshots, { recursive: true });
    const file = path.join(screenshots, `${name} ${session.engine} ${session.scheme}`.replace(/[^\w.]+/g, '-') + '.png');
    await this.screenshot({ path: file, ...options });
    return file;
  },

  /** Asserts that axe finds nothing serious or critical, shadow roots included. `scope` is a selector in the document. */
  async assertAccessible(scope) {
    await this.evaluate(await axe());
    const violations = await this.evaluate(async (scope) => {
      const found = await globalThis.axe.run(scope ?? document, { resultTypes: ['violations'] });
      return found.violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.flat().join(' ')}: ${node.html}`));
    }, scope);
    assert.deepEqual(violations, [], 'axe found violations');
  },

  /** Cuts the page off the network, or back on. */
  offline(is = true) {
    return this.setOfflineMode(is);
  },
});

let axeSource;
const axe = async () => (axeSource ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));

async function shared(engine, scheme) {
  // Chromium switches the scheme per page; Firefox only by a preference, so it needs a browser per scheme.
  const key = engine === 'firefox' ? `${engine} ${scheme}` : engine;
  if (!running.browsers.has(key)) running.browsers.set(key, launch(engine, { scheme }));
  return running.browsers.get(key);
}

after(async () => {
  for (const browser of running.browsers.values()) await (await browser).close();
  await running.server?.close();
  removeProfiles();
});
