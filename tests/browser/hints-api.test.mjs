// `check` and `Checker` as JavaScript calls them: UTF-16 offsets, edits that say what they change, errors one can go by.

import assert from 'node:assert/strict';
import { each } from './harness.mjs';

const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>api</title><script type="module">
  import init, * as api from '/pkg/blame-hints.js';
  await init();
  globalThis.api = api;
  // What a call throws, as plain values; null when it returns.
  globalThis.thrown = (call) => { try { call(); return null; } catch (error) {
    return { isError: error instanceof Error, name: error.name, code: error.code, message: error.message };
  } };
</script>`;

const api = (title, body) =>
  each(title, async (session) => {
    session.serve('/api.html', PAGE);
    const page = await session.open('/api.html');
    await page.until(() => globalThis.api);
    await body(page, session);
  });

api('check gives hints whose offsets slice the text', async (page) => {
  const { hints, slices } = await page.evaluate(() => {
    const text = 'The 🦀 café crashed. Priya forgot to check the flag.\n\n日本 – it was human error.';
    const hints = api.check(text);
    return { hints, slices: hints.map(({ start, end }) => text.slice(start, end)) };
  });
  assert.ok(hints.length >= 2, JSON.stringify(hints));
  assert.match(slices[0], /forgot/);
  assert.match(slices.at(-1), /human error/i);
  for (const hint of hints) {
    assert.deepEqual(
      Object.keys(hint).sort(),
      ['category', 'end', 'learnMore', 'message', 'question', 'rewrites', 'ruleId', 'severity', 'start'],
    );
    assert.match(hint.question, /\?$/);
    assert.match(hint.severity, /^(suggestion|warning)$/);
    assert.ok(hint.rewrites.length <= 3);
  }
});

api('a neutral text has none, and neither has an empty one', async (page) => {
  assert.deepEqual(await page.evaluate(() => [api.check('14:02 Priya rolled back release 118.').length, api.check('').length]), [0, 0]);
});

api('edits keep the list of hints that a full check gives', async (page) => {
  const wrong = await page.evaluate(() => {
    const parts = ['Priya forgot to check the flag. ', 'It was human error.', '\n\n', '🦀', 'é', '`code`', '# Follow-ups\n\n', 'x', '\r\n', '<!-- blame-hints off -->', '> '];
    let seed = 7;
    const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    let text = 'Priya forgot to check the flag.\n\nIt was human error.\n\n'.repeat(5);
    const checker = new api.Checker();
    let list = checker.setText(text);
    const moved = (hint, by) => ({ ...hint, start: hint.start + by, end: hint.end + by,
      rewrites: hint.rewrites.map((rewrite) => ({ ...rewrite, start: rewrite.start + by, end: rewrite.end + by })) });
    for (let step = 0; step < 300; step++) {
      const inPair = (at) => /[\uDC00-\uDFFF]/.test(text[at] ?? '');
      let start = random(text.length + 1);
      let end = Math.min(text.length, start + random(4) * random(20));
      if (inPair(start)) start--;
      if (inPair(end)) end++;
      const insert = parts[random(parts.length)];
      const { from, to, hints, shift } = checker.edit(start, end, insert);
      text = text.slice(0, start) + insert + text.slice(end);
      list = [...list.slice(0, from), ...hints, ...list.slice(to).map((hint) => moved(hint, shift))];
      const whole = JSON.stringify(api.check(text));
      if (JSON.stringify(list) !== whole || JSON.stringify(checker.hints()) !== whole) return { step, text, start, end, insert };
    }
    checker.free();
    return null;
  });
  assert.equal(wrong, null);
});

api('lone surrogates and NUL are text like any other', async (page) => {
  const slices = await page.evaluate(() => {
    const text = '\uD83D NUL\0 \uDC00 Priya forgot to check the flag. \uD800';
    return api.check(text).map(({ start, end }) => text.slice(start, end));
  });
  assert.equal(slices.length, 1);
  assert.match(slices[0], /forgot/);
});

api('large texts', async (page) => {
  const counts = await page.evaluate(() => [
    api.check('It was human error. The queue grew and the pager rang at noon. '.repeat(3300)).length, // one line of 200 KB
    api.check('It was human error.\n\nThe queue grew.\n\n'.repeat(28_000)).length, // 1 MB
  ]);
  assert.deepEqual(counts, [3300, 28_000]);
});

api('a call that cannot be answered throws an error with a stable name and code, and quotes what was given', async (page) => {
  const { checker, ...errors } = await page.evaluate(() => {
    const checker = new api.Checker();
    checker.setText('short');
    return {
      text: thrown(() => api.check(42)),
      missing: thrown(() => api.check()),
      option: thrown(() => api.check('x', { formats: 'markdown' })),
      value: thrown(() => api.check('x', { format: 'asciidoc' })),
      options: thrown(() => new api.Checker('plain')),
      range: thrown(() => checker.edit(2, 99, 'x')),
      backwards: thrown(() => checker.edit(3, 1, 'x')),
      fraction: thrown(() => checker.edit(0.5, 1, 'x')),
      insert: thrown(() => checker.edit(0, 0, null)),
      checker: { after: checker.edit(5, 5, '!'), hints: checker.hints() },
    };
  });
  for (const [name, error] of Object.entries(errors)) {
    assert.ok(error?.isError, name);
    assert.equal(error.name, 'PostmortemError', name);
  }
  const told = Object.fromEntries(Object.entries(errors).map(([name, { code, message }]) => [name, `${code}: ${message}`]));
  assert.match(told.text, /^not-a-string: .*42/);
  assert.match(told.missing, /^not-a-string: .*undefined/);
  assert.match(told.option, /^bad-option: .*formats/);
  assert.match(told.value, /^bad-option: .*asciidoc/);
  assert.match(told.options, /^bad-option: .*plain/);
  assert.match(told.range, /^offset-out-of-range: .*99.*5/);
  assert.match(told.backwards, /^offset-out-of-range: .*1.*3/);
  assert.match(told.fraction, /^not-an-offset: .*0\.5/);
  assert.match(told.insert, /^not-a-string: .*null/);
  assert.deepEqual(checker, { after: { from: 0, to: 0, hints: [], shift: 1 }, hints: [] });
});

api('people, sections and dismissals are options', async (page) => {
  const { all, here, rule } = await page.evaluate(() => {
    const text = 'It was human error. Later it was human error again.';
    const hints = api.check(text);
    return { all: hints.length, rule: api.check(text, { dismissed: [{ ruleId: hints[0].ruleId }] }).length,
      here: api.check(text, { dismissed: [{ ruleId: hints[0].ruleId, phrase: text.slice(hints[0].start, hints[0].end) }] }).length };
  });
  assert.ok(all > 0);
  assert.ok(rule < all);
  assert.ok(here < all);
});
