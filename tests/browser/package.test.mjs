// What an installer takes: the npm package lists exactly the files that ship, and its types satisfy a strict compiler.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { root } from './server.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const pkg = path.join(root, 'pkg');

test('npm packs exactly what ships', () => {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=silent'], { cwd: pkg, encoding: 'utf8' }));
  assert.deepEqual(packed.files.map((file) => file.path).sort(), [
    'LICENSE',
    'README.md',
    'blame-hints.d.ts',
    'blame-hints.js',
    'blame-hints_bg.wasm',
    'package.json',
    'postmortem-editor-core.d.ts',
    'postmortem-editor-core.js',
    'postmortem-editor-core_bg.wasm',
    'postmortem-editor.d.ts',
    'postmortem-editor.js',
  ]);
});

test('the package has the version of the crate', () => {
  const crate = readFileSync(path.join(root, 'Cargo.toml'), 'utf8').match(/^version = "(.+)"$/m)[1];
  assert.equal(JSON.parse(readFileSync(path.join(pkg, 'package.json'), 'utf8')).version, crate);
});

test('the types satisfy a strict compiler', () => {
  const { status, stdout } = spawnSync(path.join(here, 'node_modules/.bin/tsc'), ['--project', here], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
