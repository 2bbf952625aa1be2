// The elements as a page sees them: attributes, properties, events, forms, moves, and whatever a page may do to them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { EDITOR, noticed, pageWith, ready, titleOf, typeTitle } from './fixtures.mjs';
import { each, root } from './harness.mjs';

const MARKDOWN = '# Checkout was down\n\n## Summary\n\nThe load balancer reset.\n';

each('a child script is the content, and what is read is given back', async ({ open, serve }) => {
  serve('/child.html', pageWith(`<postmortem-editor><script type="text/markdown">\n    ${MARKDOWN.replaceAll('\n', '\n    ')}</script></postmortem-editor>`));
  const page = await open('/child.html');
  await ready(page);
  const given = await page.evaluate(() => {
    const editor = document.querySelector('postmortem-editor');
    return { value: editor.value, markdown: editor.export(), json: JSON.parse(editor.export('json')) };
  });
  assert.equal(given.value.title, 'Checkout was down');
  assert.equal(given.value.schema, 'postmortem/1');
  assert.match(given.markdown, /^# Checkout was down$/m);
  assert.match(given.markdown, /The load balancer reset\./);
  assert.deepEqual(given.json, given.value);
});

each('JSON in a child script, a property set before the script, and load', async ({ open, serve }) => {
  const value = { schema: 'postmortem/1', title: 'From JSON', sections: [{ kind: 'summary', title: 'Summary', prose: 'Prose.' }] };
  serve(
    '/json.html',
    pageWith(
      `<postmortem-editor id="a"><script type="application/json">${JSON.stringify(value)}</script></postmortem-editor>
       <postmortem-editor id="b"></postmortem-editor><postmortem-editor id="c"></postmortem-editor>
       <script>document.getElementById('b').value = ${JSON.stringify({ ...value, title: 'From a property' })}</script>`,
    ),
  );
  const page = await open('/json.html');
  for (const id of ['#a', '#b', '#c']) await ready(page, id);
  assert.equal(await titleOf(page, '#a'), 'From JSON');
  assert.equal(await titleOf(page, '#b'), 'From a property');
  await page.evaluate(() => document.getElementById('c').load('# Loaded'));
  assert.equal(await titleOf(page, '#c'), 'Loaded');
  await page.evaluate((json) => document.getElementById('c').load(json, 'json'), JSON.stringify(value));
  assert.equal(await titleOf(page, '#c'), 'From JSON');
  await page.evaluate(() => (document.getElementById('c').value = null));
  assert.equal(await titleOf(page, '#c'), '');
});

each('what cannot be read is refused by name and code, and nothing is replaced', async ({ open, serve }) => {
  serve('/refuse.html', pageWith(EDITOR));
  const page = await open('/refuse.html');
  await ready(page);
  await page.evaluate((text) => document.querySelector('postmortem-editor').load(text), MARKDOWN);
  const refused = await page.evaluate(() => {
    const editor = document.querySelector('postmortem-editor');
    const cycle = { schema: 'postmortem/1' };
    cycle.self = cycle;
    const tries = {
      schema: () => (editor.value = { schema: 'postmortem/2', title: 'New' }),
      none: () => (editor.value = { title: 'New' }),
      text: () => (editor.value = 'a text'),
      list: () => (editor.value = []),
      shape: () => (editor.value = { schema: 'postmortem/1', title: 7 }),
      rows: () => (editor.value = { schema: 'postmortem/1', sections: [{ rows: { type: 'nonsense' } }] }),
      cycle: () => (editor.value = cycle),
      json: () => editor.load('{,}', 'json'),
      format: () => editor.load('x', 'docx'),
      export: () => editor.export('pdf'),
    };
    return Object.fromEntries(
      Object.entries(tries).map(([name, attempt]) => {
        try {
          return [name, `taken: ${attempt()}`];
        } catch (error) {
          return [name, `${error instanceof Error} ${error.name} ${error.code} ${error.message}`];
        }
      }),
    );
  });
  const expected = {
    schema: /^true PostmortemError unknown-schema .*"postmortem\/2"/,
    none: /^true PostmortemError unknown-schema .*missing/,
    text: /^true PostmortemError bad-value .*"a text"/,
    list: /^true PostmortemError bad-value .*\[\]/,
    shape: /^true PostmortemError bad-value .*7/,
    rows: /^true PostmortemError bad-value .*nonsense/,
    cycle: /^true PostmortemError bad-value /,
    json: /^true PostmortemError bad-value .*not JSON/,
    format: /^true PostmortemError unknown-format .*"docx".*"markdown" and "json"/,
    export: /^true PostmortemError unknown-format .*"pdf"/,
  };
  for (const [name, pattern] of Object.entries(expected)) assert.match(refused[name], pattern, name);
  assert.equal(await titleOf(page), 'Checkout was down');
});

each('malformed content in the page is said in the element and as an event, and the editor works', async ({ open, serve }) => {
  serve(
    '/malformed.html',
    pageWith(
      `<script>addEventListener('pm-error', ({ detail }) => (window.told ??= []).push(detail.code))</script>
       <postmortem-editor><script type="application/json">{"schema": "postmortem/9"}</script></postmortem-editor>`,
    ),
  );
  const page = await open('/malformed.html');
  await ready(page);
  await noticed(page, 'postmortem/9');
  assert.deepEqual(await page.evaluate(() => window.told), ['unknown-schema']);
  await typeTitle(page, 'Still works');
  assert.equal(await titleOf(page), 'Still works');
});

each('unknown attribute and configuration values are named, and defaults stand in', async ({ open, serve }) => {
  serve(
    '/config.html',
    pageWith(
      `<script>addEventListener('pm-error', ({ detail }) => (window.told ??= []).push(detail.code + ' ' + detail.message))</script>
       <postmortem-editor template="ful" for="nowhere"></postmortem-editor>
       <script>document.querySelector('postmortem-editor').config = { severitys: ['P1'], teams: 'Storage', categories: ['Own'] }</script>`,
    ),
  );
  const page = await open('/config.html');
  await ready(page);
  for (const words of ['"ful"', 'did you mean "full"', 'severitys', 'teams: "Storage"', '"nowhere"']) await noticed(page, words);
  assert.match((await page.evaluate(() => window.told)).join(), /^bad-config .*severitys/);
  assert.equal((await page.evaluate(() => document.querySelector('postmortem-editor').value.sections)).length, 9);
  await page.evaluate(() => (document.querySelector('postmortem-editor').config = { severities: ['P1'] }));
  await page.until(() => !document.querySelector('postmortem-editor').shadowRoot.querySelector('.notice'));
});

each('a configuration from an address, and one that is not there', async ({ open, serve, allowErrors }) => {
  serve('/config.json', JSON.stringify({ templates: { short: ['summary', { title: 'Customer view' }] } }));
  serve('/src.html', pageWith('<postmortem-editor id="a" config-src="/config.json" template="short"></postmortem-editor><postmortem-editor id="b" config-src="/none.json"></postmortem-editor>'));
  allowErrors(/404/);
  const page = await open('/src.html');
  await ready(page, '#a');
  await ready(page, '#b');
  assert.deepEqual(await page.evaluate(() => document.getElementById('a').value.sections.map(({ title }) => title)), ['Summary', 'Customer view']);
  await noticed(page, '/none.json', '#b');
});

each('two instances on one page do not meet', async ({ open, serve }) => {
  serve('/two.html', pageWith('<postmortem-editor id="a"></postmortem-editor><postmortem-editor id="b"></postmortem-editor>'));
  const page = await open('/two.html');
  await ready(page, '#a');
  await ready(page, '#b');
  await typeTitle(page, 'First', '#a >>> [role=textbox]');
  await typeTitle(page, 'Second', '#b >>> [role=textbox]');
  assert.deepEqual([await titleOf(page, '#a'), await titleOf(page, '#b')], ['First', 'Second']);
});

each('a second copy of the script warns once and does nothing', async ({ open, serve }) => {
  serve(
    '/copies.html',
    pageWith(
      EDITOR,
      `<script>const warn = console.warn; window.warnings = []; console.warn = (...words) => { warnings.push(words.join(' ')); warn(...words); };</script>
       <script type="module" src="/pkg/postmortem-editor.js"></script><script type="module" src="/pkg/postmortem-editor.js?second=copy"></script>`,
    ),
  );
  const page = await open('/copies.html');
  await ready(page);
  await typeTitle(page, 'Works');
  assert.equal(await titleOf(page), 'Works');
  const warnings = await page.evaluate(() => window.warnings);
  assert.equal(warnings.length, 1, warnings.join('\n'));
  assert.match(warnings[0], /^postmortem-editor .* is on this page already/);
});

each('events bubble out of shadow roots, pm-save can be refused', async ({ open, serve }) => {
  serve(
    '/events.html',
    pageWith(`<div id="host"></div><script>
      window.heard = [];
      for (const type of ['pm-change', 'pm-save', 'pm-hints']) addEventListener(type, (event) => heard.push([type, event.composed, event.cancelable, event.target.id]));
      host.attachShadow({ mode: 'open' }).innerHTML = '${EDITOR}';
    </script>`),
  );
  const page = await open('/events.html');
  const inner = '#host >>> postmortem-editor >>> .editor [role=textbox]';
  await typeTitle(page, 'Ti', inner);
  await page.press('Control+s');
  await page.until(() => window.heard.some(([type]) => type === 'pm-save'));
  const heard = await page.evaluate(() => window.heard);
  assert.ok(heard.filter(([type]) => type === 'pm-change').length >= 2);
  assert.deepEqual(heard.find(([type]) => type === 'pm-change'), ['pm-change', true, false, 'host']);
  assert.deepEqual(heard.find(([type]) => type === 'pm-save'), ['pm-save', true, true, 'host']);
  const saved = await page.evaluate(() => {
    const editor = document.getElementById('host').shadowRoot.querySelector('postmortem-editor');
    let detail;
    const once = { once: true };
    addEventListener('pm-save', (event) => (detail = [event.detail.document.title, event.detail.export('markdown').includes('\n# Ti\n')]), once);
    const accepted = editor.save();
    addEventListener('pm-save', (event) => event.preventDefault(), once);
    return [detail, accepted, editor.save()];
  });
  assert.deepEqual(saved, [['Ti', true], true, false]);
});

each('a move in the page keeps the editor; leaving and coming back keeps the document', async ({ open, serve }) => {
  serve('/move.html', pageWith(`<div id="one">${EDITOR}</div><div id="two"></div>`));
  const page = await open('/move.html');
  await ready(page);
  await typeTitle(page, 'Moved');
  const same = await page.evaluate(async () => {
    const editor = document.querySelector('postmortem-editor');
    const before = editor.shadowRoot.querySelector('.editor');
    document.getElementById('two').append(editor);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return before === editor.shadowRoot.querySelector('.editor');
  });
  assert.equal(same, true);
  assert.equal(await titleOf(page), 'Moved');
  const away = await page.evaluate(async () => {
    const editor = document.querySelector('postmortem-editor');
    editor.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const seen = { title: editor.value.title, text: editor.export(), inside: editor.shadowRoot.childElementCount };
    document.getElementById('one').append(editor);
    return seen;
  });
  assert.equal(away.title, 'Moved');
  assert.match(away.text, /^# Moved$/m);
  assert.equal(away.inside, 0);
  await ready(page);
  assert.equal(await titleOf(page), 'Moved');
  await typeTitle(page, ' on');
  assert.equal(await titleOf(page), 'Moved on');
});

each('fifty times out and in again leaves nothing behind', async ({ open, serve }) => {
  serve(
    '/leaks.html',
    pageWith(
      `<div id="place"></div>`,
      `<script>
        // Counts the listeners of the page's own targets, which outlive an element.
        window.listeners = 0;
        const counted = (target) => target === window || target === document || target === document.fonts || target === document.documentElement || target === document.body;
        const key = (type, listener, options) => [type, listener, Boolean(typeof options === 'object' ? options?.capture : options)];
        const held = [];
        const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
        EventTarget.prototype.addEventListener = function (...given) {
          if (counted(this)) {
            const entry = [this, ...key(...given)];
            held.push(entry);
            given[2]?.signal && add.call(given[2].signal, 'abort', () => held.splice(held.indexOf(entry), 1));
          }
          return add.apply(this, given);
        };
        EventTarget.prototype.removeEventListener = function (...given) {
          if (counted(this)) {
            const [type, listener, capture] = key(...given);
            const at = held.findIndex((entry) => entry[0] === this && entry[1] === type && entry[2] === listener && entry[3] === capture);
            if (at >= 0) held.splice(at, 1);
          }
          return remove.apply(this, given);
        };
        window.held = held;
        const Channel = BroadcastChannel;
        window.channels = 0;
        window.BroadcastChannel = class extends Channel {
          constructor(name) { super(name); window.channels++; }
          close() { super.close(); window.channels--; }
        };
      </script><script type="module" src="/pkg/postmortem-editor.js"></script>`,
    ),
  );
  const page = await open('/leaks.html');
  const left = await page.evaluate(async () => {
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const editor = document.createElement('postmortem-editor');
    editor.value = { schema: 'postmortem/1', title: 'Kept', sections: [{ kind: 'summary', title: 'Summary', prose: 'Bob forgot to check the alert.' }] };
    const place = document.getElementById('place');
    const measure = () => ({
      listeners: window.held.map(([target, type]) => `${target.constructor.name} ${type}`).sort().join(),
      channels: window.channels,
      highlights: [...CSS.highlights.values()].reduce((sum, highlight) => sum + highlight.size, 0),
    });
    const stands = () => editor.shadowRoot.querySelector('.editor [role=textbox]');
    let first;
    for (let round = 0; round < 50; round++) {
      place.append(editor);
      for (let tries = 0; !stands() && tries < 500; tries++) await pause(5);
      if (!stands()) throw new Error(`no editor in round ${round}`);
      editor.remove();
      await pause(5);
      if (round === 0) first = measure();
    }
    return { first, last: measure(), title: editor.value.title };
  });
  assert.deepEqual(left.last, left.first);
  assert.equal(left.last.channels, 0);
  assert.equal(left.last.highlights, 0);
  assert.equal(left.title, 'Kept');
});

each('it takes part in a form, and a reset brings the page\'s text back', async ({ open, serve }) => {
  serve('/form.html', pageWith(`<form id="form"><postmortem-editor name="body"><script type="text/markdown"># As it was</script></postmortem-editor></form>`));
  const page = await open('/form.html');
  await ready(page);
  await typeTitle(page, '!');
  assert.match(await page.evaluate(() => new FormData(document.getElementById('form')).get('body')), /^# As it was!$/m);
  await page.evaluate(() => document.getElementById('form').reset());
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'As it was');
});

each('for: a text area is read, written, and heard', async ({ open, serve }) => {
  serve('/for.html', pageWith('<form><textarea id="body" name="body"># From the wiki\n\nText.</textarea><postmortem-editor for="body"></postmortem-editor></form>'));
  const page = await open('/for.html');
  await ready(page);
  assert.equal(await titleOf(page), 'From the wiki');
  assert.equal(await page.evaluate(() => document.getElementById('body').value), '# From the wiki\n\nText.', 'reading alone changes nothing');
  await typeTitle(page, '!');
  await page.until(() => document.getElementById('body').value.includes('# From the wiki!'));
  await page.evaluate(() => {
    const field = document.getElementById('body');
    field.value = '# Written by the wiki\n\n*   Its own way.';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Written by the wiki');
  assert.equal(await page.evaluate(() => document.getElementById('body').value), '# Written by the wiki\n\n*   Its own way.', 'whoever writes there is not rewritten');
});

each('a megabyte, NUL and halves of surrogate pairs', async ({ open, serve }) => {
  serve('/big.html', pageWith(EDITOR));
  const page = await open('/big.html');
  await ready(page);
  const odd = await page.evaluate(() => {
    const editor = document.querySelector('postmortem-editor');
    const section = (prose) => ({ kind: 'summary', title: 'Summary', prose });
    editor.value = { schema: 'postmortem/1', title: 'a\u0000b\ud83dc\udc4d\ud83d\ude00', sections: [section('\ud800')] };
    const title = editor.value.title;
    editor.load('{"schema": "postmortem/1", "title": "\\ud83d!"}', 'json');
    const fromJson = editor.value.title;
    editor.load('# \u0000 and \udc00');
    const fromMarkdown = editor.value.title;
    const line = 'The rollback took eleven minutes because the previous image had been evicted.\n\n';
    const prose = line.repeat(Math.ceil(1_000_000 / line.length)).trim();
    editor.value = { schema: 'postmortem/1', title: 'Long', sections: [section(prose)] };
    return { title, fromJson, fromMarkdown, same: editor.value.sections[0].prose === prose, length: editor.export().length };
  });
  assert.equal(odd.title, 'a\u0000b\ufffdc\ufffd\u{1f600}');
  assert.equal(odd.fromJson, '\ufffd!');
  assert.ok(!/[\ud800-\udfff]/.test(odd.fromMarkdown.normalize()));
  assert.equal(odd.same, true);
  assert.ok(odd.length >= 1_000_000);
  await typeTitle(page, 'er');
  await page.until(() => document.querySelector('postmortem-editor').value.title === 'Longer');
});

each('the view shows a document, and its text where the program cannot run', async ({ open, serve, allowErrors }) => {
  const view = `<postmortem-view><script type="text/markdown">${MARKDOWN}</script></postmortem-view>`;
  serve('/view.html', pageWith(view));
  serve('/view-strict.html', pageWith(view));
  const page = await open('/view.html');
  await page.until(() => document.querySelector('postmortem-view').shadowRoot.querySelector('.reader')?.textContent.includes('The load balancer reset.'));
  assert.equal(await page.evaluate(() => document.querySelector('postmortem-view').shadowRoot.querySelector('[contenteditable], textarea')), null);
  allowErrors(/Content.Security.Policy|CSP|wasm/i);
  const strict = await open('/view-strict.html', { csp: "script-src 'self'" });
  await strict.until(() => document.querySelector('postmortem-view').shadowRoot.querySelector('pre')?.textContent.includes('The load balancer reset.'));
});

test('the types hold under tsc --strict', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'types-'));
  try {
    writeFileSync(
      path.join(folder, 'page.ts'),
      `import '${path.join(root, 'pkg/postmortem-editor.js')}';
       import type { Document, PostmortemError } from '${path.join(root, 'pkg/postmortem-editor.js')}';
       const editor = document.querySelector('postmortem-editor')!;
       const value: Document | null = editor.value;
       editor.value = { schema: 'postmortem/1', title: 'T', sections: [{ kind: 'summary', title: 'Summary', prose: '' }] };
       editor.load('# T', 'markdown');
       const text: string = editor.export('json');
       editor.config = { severities: ['P0'], templates: { short: ['summary', { title: 'Own' }] } };
       editor.addEventListener('pm-save', (event) => { const title: string | undefined = event.detail.document.title; event.detail.export('markdown'); void title; });
       editor.addEventListener('pm-error', ({ detail }) => { const error: PostmortemError = detail.error; void error.code; });
       // @ts-expect-error there is no such format
       editor.export('pdf');
       // @ts-expect-error a section has no such kind
       editor.value = { schema: 'postmortem/1', sections: [{ kind: 'root-cause' }] };
       document.querySelector('postmortem-view')!.value = value;
       void text;`,
    );
    const tsc = path.join(root, 'tests/browser/node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom', '--skipLibCheck'];
    execFileSync(process.execPath, [tsc, ...options, path.join(folder, 'page.ts')], { stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    assert.fail(error.stdout || error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
