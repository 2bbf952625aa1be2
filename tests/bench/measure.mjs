// How long a linter takes. The same code runs in Node and in the page, so it imports nothing.

/** A median, and the value that 95 % stay below, in ms. */
export function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p95: at(0.95), runs: sorted.length };
}

/** Checks whole texts, each at least once, for about `budget` ms. */
export async function full(check, texts, budget) {
  await check(texts[0]);
  const times = [];
  const end = performance.now() + budget;
  for (let i = 0; i < 3 || (i < 500 && performance.now() < end); i++) {
    const start = performance.now();
    await check(texts[i % texts.length]);
    times.push(performance.now() - start);
    if (times[0] > budget * 10) break;
  }
  return summary(times);
}

/** Types `typed` into the middle of `text`, one UTF-16 code unit a time, through `edit(start, end, insert)`. */
export async function typing(edit, text, typed) {
  let caret = text.indexOf('. ', text.length / 2) + 2;
  const times = [];
  for (const character of typed) {
    const start = performance.now();
    await edit(caret, caret, character);
    times.push(performance.now() - start);
    caret += character.length;
  }
  return summary(times);
}

/** The full check and the keystroke of our own bundle at each size. */
export async function ours(hints, samples, typed, budget) {
  const rows = [];
  for (const { bytes, texts } of samples) {
    rows.push({ what: 'full', bytes, ...(await full((text) => hints.check(text), texts, budget)) });
    const checker = new hints.Checker();
    checker.setText(texts[0]);
    await typing((...edit) => checker.edit(...edit), texts[0], typed); // the first time warms the compiler up
    checker.setText(texts[1]);
    rows.push({ what: 'keystroke', bytes, ...(await typing((...edit) => checker.edit(...edit), texts[1], typed)) });
    checker.free();
  }
  return rows;
}
