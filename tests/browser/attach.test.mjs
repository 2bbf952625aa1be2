// `attach` in a host's own editor: a textarea and a contenteditable that stay their page's own.

import assert from 'node:assert/strict';
import { each } from './harness.mjs';

const TEXT = 'An intern wiped the production queue with a single command.\n\nThe queue grew. It was human error.';

/** A page of a host with `body`, and the hints at hand. */
const host = (body, style = '') => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>host</title>
<style>
  :root { color-scheme: light dark; }
  body { margin: 30px; font: 16px/1.5 sans-serif; }
  textarea { box-sizing: border-box; width: 600px; height: 120px; padding: 7px 13px; border: 3px solid gray; font: 15px/1.5 serif;
    letter-spacing: .3px; word-spacing: 2px; tab-size: 3; }
  ${style}
</style>
${body}
<script type="module">
  import init, * as api from '/pkg/blame-hints.js';
  await init();
  globalThis.api = api;
  globalThis.painted = () => [...CSS.highlights].filter(([name]) => name !== 'pm-current').flatMap(([, ranges]) => [...ranges]);
  globalThis.card = () => { const host = document.querySelector('[data-pm-hints]'); return host?.shadowRoot.querySelector('.card:popover-open') ?? null; };
  globalThis.ready = true;
</script></html>`;

async function on(session, body, style) {
  session.serve('/host.html', host(body, style));
  const page = await session.open('/host.html');
  await page.until(() => globalThis.ready);
  return page;
}

/** How far the painted words are from where the textarea has them: a probe in the textarea's own metrics would be our mirror
 *  again, so the mirror's box is held against the textarea's, and its wrapping against the textarea's own scroll height. */
const apart = (page) =>
  page.evaluate(() => {
    const area = document.querySelector('textarea');
    const frame = document.querySelector('[data-pm-mirror]').shadowRoot.querySelector('.frame');
    const [outer, inner] = [area.getBoundingClientRect(), frame.getBoundingClientRect()];
    return {
      left: Math.abs(outer.left + area.clientLeft - inner.left),
      top: Math.abs(outer.top + area.clientTop - inner.top),
      width: Math.abs(area.clientWidth - frame.clientWidth),
      height: Math.abs(area.scrollHeight - Math.max(frame.clientHeight, frame.firstElementChild.scrollHeight)),
    };
  });

const assertOver = (distance, what) => {
  for (const [side, by] of Object.entries(distance)) assert.ok(by <= 1.5, `${what}: ${side} is ${by} px off`);
};

each('typing in a textarea brings hints, which follow the words', async (session) => {
  const page = await on(session, '<textarea id="area"></textarea>');
  await page.evaluate(() => { globalThis.attachment = api.attach(area); });
  await page.locator('#area').click();
  await page.typeText('Priya forgot to check the flag.');
  assert.equal(await page.evaluate(() => painted().length), await page.evaluate(() => attachment.hints.length));
  const first = await page.evaluate(() => painted().map(String));
  assert.match(first.join(), /forgot/);
  await page.press('Home');
  await page.typeText('Then \n');
  assert.deepEqual(await page.evaluate(() => painted().map(String)), first);
  assertOver(await apart(page), 'after typing');
});

each('marks stay on their words through scroll, resize, a page that moves, fonts and right-to-left', async (session) => {
  const page = await on(session, `<p id="above"></p><textarea id="area">${`${TEXT}\n\n`.repeat(12)}</textarea>`);
  await page.evaluate(() => { api.attach(area); });
  assertOver(await apart(page), 'at first');
  const top = () => page.evaluate(() => painted()[0].getBoundingClientRect().top);
  const before = await top();
  await page.evaluate(() => { area.scrollTop = 50; });
  await page.until((before) => Math.abs(before - 50 - painted()[0].getBoundingClientRect().top) < 1, before);
  for (const [what, change] of [
    ['narrower', () => { area.style.width = '333px'; }],
    ['taller', () => { area.style.height = '240px'; }],
    ['moved', () => { above.style.height = '77px'; }],
    ['moved in a wider padding', () => { document.body.style.paddingLeft = '41px'; }],
  ]) {
    await page.evaluate(change);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    assertOver(await apart(page), what);
  }
  // What changes neither size nor place is taken over when somebody comes to the field.
  await page.evaluate(() => { area.style.fontSize = '22px'; area.dir = 'rtl'; area.focus(); });
  assertOver(await apart(page), 'larger, right to left');
});

for (const [where, style] of [
  ['a flex row', '#box { display: flex; gap: 10px; }'],
  ['a grid', '#box { display: grid; grid-template-columns: 1fr 1fr; }'],
  ['a scroll box', '#box { height: 90px; overflow: auto; }'],
  ['a scaled box', '#box { transform: scale(1.5); transform-origin: 0 0; }'],
]) {
  each(`a textarea in ${where}`, async (session) => {
    const page = await on(session, `<div id="box"><textarea id="area">${TEXT}</textarea><button>Save</button></div>`, style);
    const before = await page.evaluate(() => JSON.stringify([area, document.querySelector('button')].map((each) => each.getBoundingClientRect())));
    await page.evaluate(() => { api.attach(area); });
    const after = await page.evaluate(() => JSON.stringify([area, document.querySelector('button')].map((each) => each.getBoundingClientRect())));
    assert.equal(after, before, 'the host’s layout moved');
    const distance = await apart(page);
    const scale = where === 'a scaled box' ? 1.5 : 1;
    assertOver({ left: distance.left / scale - (scale - 1) * 3, top: distance.top / scale - (scale - 1) * 3 }, where);
    await page.evaluate(() => { box.scrollTop = 20; });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    const scrolled = await apart(page);
    assertOver({ top: scrolled.top / scale - (scale - 1) * 3 }, `${where}, scrolled`);
  });
}

each('a rewrite by key, and the browser’s own undo takes it back', async (session) => {
  const page = await on(session, `<textarea id="area">${TEXT}</textarea>`);
  await page.evaluate(() => {
    globalThis.attachment = api.attach(area);
    globalThis.inputs = 0;
    area.addEventListener('input', () => inputs++);
    area.focus();
    area.setSelectionRange(0, 0);
  });
  const index = await page.evaluate(() => attachment.hints.findIndex((hint) => hint.rewrites.length > 0));
  assert.ok(index >= 0, 'no hint of the text has a rewrite');
  await page.press('Alt+.', index + 1);
  await page.until(() => card());
  const wanted = await page.evaluate((index) => {
    const { start, end, text } = attachment.hints[index].rewrites[0];
    return area.value.slice(0, start) + text + area.value.slice(end);
  }, index);
  await page.press('Alt+Enter');
  assert.equal(await page.evaluate(() => area.value), wanted);
  assert.equal(await page.evaluate(() => inputs), 1);
  assert.equal(await page.evaluate(() => card()), null);
  await page.press('Control+z');
  assert.equal(await page.evaluate(() => area.value), TEXT);
  assert.equal(await page.evaluate(() => painted().length), await page.evaluate(() => attachment.hints.length));
});

each('the card by pointer: it opens on rest, stays under the pointer, and goes with it', async (session) => {
  const page = await on(session, `<textarea id="area">${TEXT}</textarea>`);
  await page.evaluate(() => { api.attach(area); });
  const { x, y } = await page.evaluate(() => { const { x, y, width, height } = painted()[0].getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; });
  await page.mouse.move(x, y);
  await page.until(() => card());
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true, 'hovering took the focus');
  const box = await page.evaluate(() => card().getBoundingClientRect().toJSON());
  await page.mouse.move(box.x + 30, box.y + 30, { steps: 4 });
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  assert.ok(await page.evaluate(() => card() !== null), 'the card left under the pointer');
  await page.mouse.move(2, 2);
  await page.until(() => !card());
});

each('dismissing tells the host, and can be undone', async (session) => {
  const page = await on(session, `<textarea id="area">${TEXT}</textarea>`);
  await page.evaluate(() => {
    globalThis.kept = [];
    globalThis.attachment = api.attach(area, { onDismiss: (dismissed) => kept.push(dismissed) });
    globalThis.all = attachment.hints.length;
    area.focus();
    area.setSelectionRange(0, 0);
  });
  await page.press('Alt+.');
  await page.until(() => card());
  await page.press('Alt+-');
  assert.equal(await page.evaluate(() => attachment.hints.length), (await page.evaluate(() => all)) - 1);
  const [dismissed] = await page.evaluate(() => kept[0]);
  assert.ok(dismissed.ruleId && dismissed.phrase && dismissed.context, JSON.stringify(dismissed));
  // Handed in again, as a host would on the next visit.
  const next = await page.evaluate(() => {
    attachment.detach();
    return api.attach(area, { dismissed: kept.at(-1) }).hints.length;
  });
  assert.equal(next, (await page.evaluate(() => all)) - 1);
});

each('undo of a dismissal in the card', async (session) => {
  const page = await on(session, `<textarea id="area">${TEXT}</textarea>`);
  await page.evaluate(() => { globalThis.attachment = api.attach(area); globalThis.all = attachment.hints.length; area.focus(); area.setSelectionRange(0, 0); });
  await page.press('Alt+.');
  await page.until(() => card());
  await page.press('Alt+-');
  await page.evaluate(() => card().querySelector('.undone button').click());
  assert.equal(await page.evaluate(() => attachment.hints.length), await page.evaluate(() => all));
});

each('values that come from the page: a reset, a script', async (session) => {
  const page = await on(session, `<form id="form"><textarea id="area">${TEXT}</textarea></form>`);
  const all = await page.evaluate(() => { globalThis.attachment = api.attach(area); return attachment.hints.length; });
  await page.evaluate(() => { area.value = 'Nothing to see.'; area.focus(); });
  assert.equal(await page.evaluate(() => attachment.hints.length), 0);
  await page.evaluate(() => form.reset());
  await page.until((all) => attachment.hints.length === all && painted().length === all, all);
});

each('a contenteditable: hints over its own nodes, rewrites as typing, new nodes followed', async (session) => {
  const page = await on(session, `<div id="editor" contenteditable="true" role="textbox" aria-label="Text" aria-multiline="true">
    <h2>Summary</h2><p>An intern <b>wiped the production</b> queue with a single command.</p><pre>It was human error</pre><ul><li>It was human error.</li></ul></div>`);
  const { html, count } = await page.evaluate(() => {
    const html = editor.outerHTML;
    globalThis.attachment = api.attach(editor);
    return { html, count: attachment.hints.length };
  });
  assert.equal(await page.evaluate(() => editor.outerHTML), html, 'the host’s DOM was touched');
  assert.ok(count >= 2);
  assert.equal(await page.evaluate(() => painted().length), count);
  assert.ok(await page.evaluate(() => painted().every((range) => !range.startContainer.parentElement.closest('pre'))), 'code was marked');
  await page.evaluate(() => { const p = document.createElement('p'); p.textContent = 'Again it was human error.'; editor.append(p); });
  await page.until((count) => painted().length > count, count);
  await page.evaluate(() => { editor.querySelector('ul').replaceWith(editor.querySelector('ul').cloneNode(true)); });
  await page.until(() => painted().every((range) => !range.collapsed && range.startContainer.isConnected));

  const index = await page.evaluate(() => attachment.hints.findIndex((hint) => hint.rewrites.length > 0));
  assert.ok(index >= 0);
  const rewrite = await page.evaluate((index) => attachment.hints[index].rewrites[0].text, index);
  const words = await page.evaluate(() => editor.textContent);
  await page.evaluate(() => { editor.focus(); getSelection().setBaseAndExtent(editor.querySelector('h2').firstChild, 0, editor.querySelector('h2').firstChild, 0); });
  await page.press('Alt+.', index + 1);
  await page.until(() => card());
  await page.press('Alt+Enter');
  await page.until((rewrite) => editor.textContent.includes(rewrite.trim()), rewrite);
  await page.press('Control+z');
  await page.until((words) => editor.textContent === words, words);
});

each('next and previous go round, and say where they are', async (session) => {
  const page = await on(session, `<textarea id="area">${TEXT}</textarea>`);
  const all = await page.evaluate(() => { globalThis.attachment = api.attach(area); area.focus(); area.setSelectionRange(0, 0); return attachment.hints.length; });
  assert.ok(all >= 2);
  const said = () => page.evaluate(() => document.querySelector('[data-pm-hints]').shadowRoot.querySelector('[role=status]').textContent);
  await page.evaluate(() => attachment.next());
  assert.match(await said(), new RegExp(`^Hint 1 of ${all}: .*\\?`));
  await page.press('Alt+,');
  assert.match(await said(), new RegExp(`^Hint ${all} of ${all}: `));
  await page.press('Alt+.');
  assert.match(await said(), /^Hint 1 of/);
  // Into the card and back: the caret has not moved.
  const caret = await page.evaluate(() => area.selectionStart);
  await page.press('Alt+ArrowDown');
  assert.ok(await page.evaluate(() => card().contains(card().getRootNode().activeElement)), 'the focus is not in the card');
  await page.press('ArrowDown');
  await page.press('Escape');
  assert.deepEqual(await page.evaluate(() => [document.activeElement === area, area.selectionStart, card()]), [true, caret, null]);
});

each('a second attach is the same attachment; a bad target or option is refused', async (session) => {
  const page = await on(session, '<textarea id="area"></textarea><p id="plain">x</p>');
  const result = await page.evaluate(() => {
    const refused = (call) => { try { call(); return null; } catch ({ name, code, message }) { return `${name} ${code} ${message}`; } };
    return {
      same: api.attach(area) === api.attach(area),
      mirrors: document.querySelectorAll('[data-pm-mirror]').length,
      paragraph: refused(() => api.attach(plain)),
      text: refused(() => api.attach('#area')),
      nothing: refused(() => api.attach(null)),
      loose: refused(() => api.attach(document.createElement('textarea'))),
      option: refused(() => api.attach(area, { colour: 'red' })),
      callback: refused(() => api.attach(area, { onDismiss: 'save' })),
    };
  });
  assert.equal(result.same, true);
  assert.equal(result.mirrors, 1);
  assert.match(result.paragraph, /^PostmortemError bad-target .*<p id="plain">/);
  assert.match(result.text, /^PostmortemError bad-target .*#area/);
  assert.match(result.nothing, /^PostmortemError bad-target .*null/);
  assert.match(result.loose, /^PostmortemError bad-target .*document.*<textarea>/);
  assert.match(result.option, /^PostmortemError bad-option .*colour/);
  assert.match(result.callback, /^PostmortemError bad-option .*save/);
});

each('a hundred times attached and detached, nothing is left', async (session) => {
  session.serve('/count.html', host(`<textarea id="area">${TEXT}</textarea><div id="editor" contenteditable="true">${TEXT}</div>`).replace('<meta', `<script>
    globalThis.alive = { listeners: 0, observers: 0 };
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (...all) { alive.listeners++; return addEventListener.apply(this, all); };
    EventTarget.prototype.removeEventListener = function (...all) { alive.listeners--; return removeEventListener.apply(this, all); };
    for (const name of ['ResizeObserver', 'MutationObserver']) {
      const { observe, disconnect } = globalThis[name].prototype;
      globalThis[name].prototype.observe = function (...all) { alive.observers++; return observe.apply(this, all); };
      globalThis[name].prototype.disconnect = function (...all) { alive.observers--; return disconnect.apply(this, all); };
    }
  </script><meta`));
  const page = await session.open('/count.html');
  await page.until(() => globalThis.ready);
  const state = () => page.evaluate(() => ({
    ...alive,
    highlights: [...CSS.highlights.keys()],
    nodes: document.querySelectorAll('*').length,
    sheets: document.adoptedStyleSheets.length,
    attributes: [area, editor].map((each) => each.getAttributeNames().join()),
  }));
  const before = await state();
  await page.evaluate(() => {
    for (let i = 0; i < 100; i++) for (const target of [area, editor]) {
      const attachment = api.attach(target);
      attachment.next();
      if (attachment.hints.length === 0) throw new Error('no hints');
      attachment.detach();
      if (attachment.hints.length !== 0) throw new Error('hints after detach');
    }
  });
  assert.deepEqual(await state(), before);
});

each('without the highlight API the card and the keys still work', async (session) => {
  session.serve('/bare.html', host(`<textarea id="area">${TEXT}</textarea>`).replace('<meta', "<script>Object.defineProperty(CSS, 'highlights', { value: undefined });</script><meta"));
  const page = await session.open('/bare.html');
  await page.until(() => globalThis.ready);
  await page.evaluate(() => { api.attach(area); area.focus(); area.setSelectionRange(0, 0); });
  await page.press('Alt+.');
  await page.until(() => card());
});

each('the page with a text area', { schemes: ['light', 'dark'] }, async ({ open }) => {
  const page = await open('/textarea.html');
  await page.until(() => document.querySelector('#count').textContent.match(/^[1-9]\d* hints$/));
  await page.evaluate(() => { document.querySelector('#text').focus(); document.querySelector('#text').setSelectionRange(0, 0); });
  await page.press('Alt+.');
  await page.find('[data-pm-hints] >>> .card');
  await page.shoot('textarea');
  await page.assertAccessible();
  await page.setViewport({ width: 380, height: 700 });
  await page.press('Alt+.');
  await page.shoot('textarea narrow');
  await page.assertAccessible();
});
