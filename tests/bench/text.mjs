// Postmortem prose of any size, made of the labelled lines of the corpus. The same size and seed give the same text.

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from '../browser/server.mjs';

const CORPUS = readFileSync(path.join(root, 'tests/data/corpus/dev.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

const HEADINGS = ['Summary', 'Impact', 'Timeline', 'Contributing factors', 'What went well', 'What was hard', 'Follow-ups'];

/** What is typed into a text: two sentences that earn hints, and a new paragraph between them. */
export const TYPED =
  'The on-call engineer forgot to check the dashboard after the deploy, and nobody noticed until 14:32.\n\n' +
  'Someone should have known better; it was human error. The alert fired late because its threshold was too high.';

/** Markdown of `bytes` UTF-8 bytes (less up to three, where a character would be cut). */
export function postmortem(bytes, seed = 1) {
  const random = generator(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  // Other digits each time: a linter that caches by sentence must not get hits that real prose would not give it.
  const sentence = () => pick(CORPUS).text.replace(/\d/g, () => Math.floor(random() * 10));
  const blocks = ['# Postmortem\n\n'];
  for (let length = 0; length < bytes; length += Buffer.byteLength(blocks.at(-1))) {
    const heading = random() < 0.15 ? `## ${pick(HEADINGS)}\n\n` : '';
    const sentences = Array.from({ length: 2 + Math.floor(random() * 4) }, sentence);
    const isList = random() < 0.25;
    blocks.push(`${heading}${isList ? sentences.map((text) => `- ${text.replaceAll('\n', ' ')}`).join('\n') : sentences.join(' ')}\n\n`);
  }
  return new TextDecoder().decode(Buffer.from(blocks.join('')).subarray(0, bytes)).replace(/\ufffd$/, '');
}

/** Numbers in [0, 1): a linear congruential generator with its upper bits folded down. */
function generator(seed) {
  let state = BigInt(seed) * 0x9e3779b97f4a7c15n;
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state ^ (state >> 29n)) >> 32n & 0xffffffffn) / 0x100000000;
  };
}

/** Every labelled phrase of the corpus, for the linter that anybody writes first: one big regular expression. */
export function phrases() {
  const spans = CORPUS.flatMap((item) => item.spans.map(([phrase]) => phrase.toLowerCase()));
  return [...new Set(spans)].map((phrase) => phrase.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}
