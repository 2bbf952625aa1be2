// Never run: `tsc --strict` reads it, and with it the types that the package ships.

import init, { attach, check, Checker, version, type CheckOptions, type Hint, type Recheck } from '../../pkg/blame-hints.js';
import type { Document, PostmortemEditor } from '../../pkg/postmortem-editor.js';

const options: CheckOptions = { format: 'markdown', people: ['Bob'], section: 'timeline' };

export async function hints(bytes: BufferSource, text: string): Promise<Hint[]> {
  await init({ module_or_path: bytes });
  const checker = new Checker(options);
  checker.setText(text);
  const { from, to, hints, shift }: Recheck = checker.edit(0, 0, version());
  return [...check(text, options).slice(0, from), ...hints.map((hint) => ({ ...hint, start: hint.start + shift })).slice(to)];
}

export function surfaces(textarea: HTMLTextAreaElement): () => void {
  const attachment = attach(textarea, { ...options, onDismiss: (dismissed) => dismissed.length });
  return () => attachment.detach();
}

export function elements(): Document | null {
  const editor: PostmortemEditor | null = document.querySelector('postmortem-editor');
  editor?.load('# Title', 'markdown');
  editor?.addEventListener('pm-save', (event) => event.detail.export('json'));
  // @ts-expect-error: a hint has no `line`; if this passes, the types are not read.
  check('')[0]?.line;
  return editor?.value ?? null;
}
