// Other prose linters, measured the same way. They have no edits: a keystroke is the whole text again.
//
// Each runs in a process of its own: `node peers.mjs <id>` reads { samples, typed, budget } from stdin and prints its rows.

import { pathToFileURL } from 'node:url';

import { full, typing } from './measure.mjs';

/** A linter by its package: `load` gives a function from text to the number of its findings. */
const PEERS = {
  'write-good': async () => {
    const { default: writeGood } = await import('write-good');
    return (text) => writeGood(text).length;
  },
  alex: async () => {
    const { markdown } = await import('alex');
    return (text) => markdown(text).messages.length;
  },
  'retext-equality': async () => {
    const [{ unified }, english, equality, stringify] = await Promise.all(
      ['unified', 'retext-english', 'retext-equality', 'retext-stringify'].map((name) => import(name)),
    );
    const processor = unified().use(english.default).use(equality.default).use(stringify.default).freeze();
    return (text) => processor.processSync(text).messages.length;
  },
  'harper.js': async () => {
    const [{ LocalLinter }, { slimBinary }] = await Promise.all([import('harper.js'), import('harper.js/slimBinary')]);
    const linter = new LocalLinter({ binary: slimBinary });
    await linter.setup();
    return async (text) => {
      const lints = await linter.lint(text, { language: 'markdown' });
      lints.forEach((lint) => lint.free());
      return lints.length;
    };
  },
};

export const ids = Object.keys(PEERS);

async function measure(id, { samples, typed, budget }) {
  const started = performance.now();
  const lint = await PEERS[id]();
  const findings = await lint(samples[0].texts[0]);
  const rows = [{ what: 'start', median: performance.now() - started, findings }];
  for (const { bytes, texts } of samples) {
    const whole = await full(lint, texts, budget);
    rows.push({ what: 'full', bytes, ...whole });
    let text = texts[1];
    const edit = (start, end, insert) => lint((text = text.slice(0, start) + insert + text.slice(end)));
    const affordable = Math.max(3, Math.floor((budget * 3) / whole.median));
    rows.push({ what: 'keystroke', bytes, ...(await typing(edit, text, typed.slice(0, affordable))) });
  }
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  process.stdout.write(JSON.stringify(await measure(process.argv[2], JSON.parse(input))));
  process.exit(0); // harper keeps a worker alive
}
