// `cargo xtask bench`: what the hints and the editor cost, and what other linters cost on the same text at the same hour.
//
//   node bench.mjs --json FILE [--quick] [--peers]      after a release build
//
// Every number is a median (and a 95th percentile) in ms of wall time. Compare rows of one run, not runs of different hours:
// the phrase scan is there to tell a slow machine from slow code.

import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { launch, removeProfiles } from '../browser/engines.mjs';
import { root, serve } from '../browser/server.mjs';
import { full, ours, summary } from './measure.mjs';
import { ids } from './peers.mjs';
import { print } from './report.mjs';
import { TYPED, phrases, postmortem } from './text.mjs';

const KB = 1024;
const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean', default: false }, peers: { type: 'boolean', default: false } },
});

const sizes = options.quick ? [KB, 100 * KB] : [KB, 10 * KB, 100 * KB, KB * KB];
const budget = options.quick ? 300 : 1000;
const loads = options.quick ? 3 : 9;
const samples = sizes.map((bytes) => ({ bytes, texts: [1, 2, 3, 4, 5].map((seed) => postmortem(bytes, seed)) }));
const bundle = path.join(root, 'pkg/blame-hints.js');

const rows = [];
const add = (where, found) => rows.push(...[found].flat().map((row) => ({ where, ...row })));
const step = (name) => console.error(`bench: ${name}`);

step('native');
add('native', native());

step('Node');
const hints = await fresh(0);
add('wasm in Node', await ours(hints, samples, TYPED, budget));
add('wasm in Node', { what: 'start of the hints', ...(await starts()) });
const scan = new RegExp(`\\b(?:${phrases().join('|')})\\b`, 'gi');
for (const { bytes, texts } of samples) add('phrase scan (baseline)', { what: 'full', bytes, ...(await full((text) => text.match(scan), texts, budget)) });

step('Chromium');
const server = await serve();
const chromium = await launch('chromium');
try {
  add('wasm in Chromium', await inPage());
  add('wasm in Chromium', { what: 'start of the hints', ...(await eachLoad('/start.html', startInPage)) });
  add('wasm in Chromium', { what: 'script to interactive editor', ...(await eachLoad('/', editorReady)) });
} finally {
  await chromium.close();
  await server.close();
  removeProfiles();
}

if (options.peers) {
  const small = samples.filter(({ bytes }) => bytes <= 100 * KB);
  for (const id of ids) {
    step(id);
    add(id, await peer(id, { samples: small, typed: TYPED, budget }));
  }
}

const machine = { cpu: os.cpus()[0].model.trim(), cores: os.cpus().length, load: os.loadavg()[0], node: process.version };
const version = JSON.parse(readFileSync(path.join(root, 'pkg/package.json'), 'utf8')).version;
if (options.json) writeFileSync(options.json, `${JSON.stringify({ version, date: new Date().toISOString(), machine, rows }, null, 1)}\n`);
print(rows, sizes, machine);

/** The engine as machine code, by `tests/bench/check.rs`. */
function native() {
  const files = samples.map(({ bytes, texts }) => {
    const file = path.join(os.tmpdir(), `bench-${process.pid}-${bytes}.md`);
    writeFileSync(file, texts[0]);
    return file;
  });
  const cargo = process.env.CARGO ?? 'cargo';
  const lines = execFileSync(cargo, ['bench', '--quiet', '--bench', 'check', '--', ...files], { cwd: root, encoding: 'utf8' });
  return lines.trim().split('\n').map((line) => JSON.parse(line));
}

/** The bundle as a module that nobody has initialised yet. */
async function fresh(number) {
  const hints = await import(`${pathToFileURL(bundle)}?${number}`);
  await hints.default({ module_or_path: readFileSync(bundle.replace('.js', '_bg.wasm')) });
  return hints;
}

async function starts() {
  const times = [];
  for (let load = 1; load <= loads; load++) {
    const start = performance.now();
    (await fresh(load)).check('Bob forgot.');
    times.push(performance.now() - start);
  }
  return summary(times);
}

async function inPage() {
  // Isolation gives the page a clock of 5 µs instead of 100.
  server.page('/bench.html', '<!doctype html><title>Bench</title>');
  server.page('/measure.mjs', readFileSync(path.join(here, 'measure.mjs'), 'utf8'));
  server.headers('/bench.html', { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' });
  server.headers('/measure.mjs', { 'content-type': 'text/javascript' });
  const page = await chromium.newPage();
  await page.goto(`${server.origin}/bench.html`);
  const run = async (samples, typed, budget) => {
    const [hints, { ours }] = await Promise.all([import('/pkg/blame-hints.js'), import('/measure.mjs')]);
    await hints.default();
    return ours(hints, samples, typed, budget);
  };
  return page.evaluate(run, samples, TYPED, budget);
}

/** Loads `url` again and again, each time with nothing cached, and asks `measure` for one time in ms. */
async function eachLoad(url, measure) {
  server.page('/start.html', '<!doctype html><title>Start</title>');
  const times = [];
  for (let load = 0; load < loads; load++) {
    const context = await chromium.createBrowserContext();
    const page = await context.newPage();
    times.push(await measure(page, server.origin + url));
    await context.close();
  }
  return summary(times);
}

async function startInPage(page, url) {
  await page.goto(url);
  return page.evaluate(async () => {
    const start = performance.now();
    const hints = await import('/pkg/blame-hints.js');
    await hints.default();
    hints.check('Bob forgot.');
    return performance.now() - start;
  });
}

/** From the request of the element's script to the first frame with a field that can be written in. */
async function editorReady(page, url) {
  await page.evaluateOnNewDocument(() => {
    globalThis.editorReady = new Promise((ready) => {
      const look = () => {
        const field = document.querySelector('postmortem-editor')?.shadowRoot?.querySelector('[contenteditable]');
        if (field?.isContentEditable && field.getClientRects().length) ready(performance.now());
        else requestAnimationFrame(look);
      };
      look();
    });
  });
  await page.goto(url);
  return page.evaluate(async () => {
    const ready = await Promise.race([globalThis.editorReady, new Promise((_, fail) => setTimeout(fail, 10_000, new Error('no editor after 10 s')))]);
    const script = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/postmortem-editor.js'));
    return ready - script.startTime;
  });
}

function peer(id, input) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [path.join(here, 'peers.mjs'), id], { stdio: ['pipe', 'pipe', 'inherit'], timeout: 300_000 });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      if (code === 0) return done(JSON.parse(output));
      step(`${id} failed (${code})`);
      done([]);
    });
    child.stdin.on('error', () => {}); // a child that died says so by its exit code
    child.stdin.end(JSON.stringify(input));
  });
}
