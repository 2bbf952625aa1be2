// Serves the repository to a browser under test: `www/` at /, `pkg/` at /pkg/, and pages that a test makes up.
//
// `cargo xtask serve` is the server for people. This one can do what only a test wants: pages from a string,
// response headers of one path, and no caching at all.

import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Listens on a free port of 127.0.0.1. */
export async function serve() {
  const pages = new Map();
  const headers = new Map();

  async function answer(request, response) {
    const url = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const send = (status, type, body) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers.get(url) }).end(body);
    if (pages.has(url)) return send(200, TYPES['.html'], pages.get(url));
    if (url === '/favicon.ico') return send(204, 'image/png');
    const folder = path.join(root, url.startsWith('/pkg/') ? '' : 'www');
    let file = path.join(folder, url);
    if (!file.startsWith(folder + path.sep)) return send(403, 'text/plain', 'outside the repository');
    try {
      if ((await stat(file)).isDirectory()) file = path.join(file, 'index.html');
      send(200, TYPES[path.extname(file)] ?? 'application/octet-stream', await readFile(file));
    } catch {
      send(404, 'text/plain', `no such file: ${url}`);
    }
  }

  const server = createServer((request, response) =>
    answer(request, response).catch((error) => response.writeHead(500).end(String(error))),
  );
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** Answers `url` with this HTML instead of a file. */
    page: (url, html) => pages.set(url, html),
    /** Sends these headers with every answer for `url`. */
    headers: (url, more) => headers.set(url, more),
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
