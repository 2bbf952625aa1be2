// Never run: `tsc --strict` reads it, and with it the types that the bundles ship.

import init, { version } from '../../pkg/blame-hints.js';
import initEditor, { version as editorVersion } from '../../pkg/postmortem-editor-core.js';

export async function use(bytes: BufferSource): Promise<string[]> {
  await init();
  await initEditor({ module_or_path: bytes });
  return [version(), editorVersion()];
}
