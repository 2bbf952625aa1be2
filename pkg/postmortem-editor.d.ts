// Types of the elements that `postmortem-editor.js` registers. Those of a document are generated from the program.

import type { Document } from './postmortem-editor-core.js';

export type {
  Document,
  Dismissal,
  FollowUp,
  Meta,
  Pillar,
  Progress,
  Property,
  Rows,
  Section,
  SectionKind,
  Status,
  TimelineRow,
} from './postmortem-editor-core.js';

export type TextFormat = 'markdown' | 'json';

/** What is thrown, and what `pm-error` carries. */
export interface PostmortemError extends Error {
  name: 'PostmortemError';
  /** Stable. */
  code:
    | 'bad-config'
    | 'bad-options'
    | 'bad-value'
    | 'config-unreachable'
    | 'start-failed'
    | 'storage-blocked'
    | 'storage-failed'
    | 'storage-forbidden'
    | 'storage-full'
    | 'storage-newer'
    | 'unknown-format'
    | 'unknown-schema'
    | 'wasm-crashed'
    | 'wasm-damaged'
    | 'wasm-forbidden'
    | 'wasm-missing'
    | 'wasm-unreachable';
}

/** What a company says about itself once. Whatever is left out has a default. */
export interface Config {
  /** What the severity field offers, most severe first. */
  severities?: string[];
  categories?: string[];
  people?: string[];
  teams?: string[];
  services?: string[];
  /** The first is the default unless it is one of `full`, `one-page` and `tweet`, which these names redefine. */
  templates?: Record<string, (SectionName | { kind?: SectionName; title?: string })[]>;
}

export type SectionName =
  | 'summary'
  | 'impact'
  | 'timeline'
  | 'contributing-factors'
  | 'went-well'
  | 'got-lucky'
  | 'was-hard'
  | 'follow-ups'
  | 'thanks';

export interface PostmortemEditor extends HTMLElement {
  /** The document; null until it is known. Setting it puts it in the place of what is shown, which is kept as a draft. */
  get value(): Document | null;
  set value(value: Document | null | undefined);
  config: Config | undefined;
  /** The template of a new document: `full`, `one-page`, `tweet`, or one of the configuration. */
  template: string | null;
  /** Under which drafts are kept; without it the page's address. */
  draftKey: string | null;
  /** The id of a text area that is read and written: the attribute `for`. */
  htmlFor: string | null;
  configSrc: string | null;
  /** Under which the Markdown goes into the form. */
  name: string | null;
  readonly form: HTMLFormElement | null;
  /** @throws {PostmortemError} `unknown-format`, `unknown-schema`, `bad-value`; what is shown then stays. */
  load(text: string, format?: TextFormat): void;
  /** @throws {PostmortemError} `unknown-format` */
  export(format?: TextFormat): string;
  /** Asks the page to save, by `pm-save`. False when the page called `preventDefault`. */
  save(): boolean;
}

export interface PostmortemView extends HTMLElement {
  get value(): Document | null;
  set value(value: Document | null | undefined);
  load(text: string, format?: TextFormat): void;
}

/** `detail` of `pm-change` and `pm-save`. */
export interface DocumentDetail {
  readonly document: Document;
  export(format?: TextFormat): string;
}

export interface ErrorDetail {
  error: PostmortemError;
  code: PostmortemError['code'];
  message: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'postmortem-editor': PostmortemEditor;
    'postmortem-view': PostmortemView;
  }
  interface HTMLElementEventMap {
    'pm-change': CustomEvent<DocumentDetail>;
    'pm-save': CustomEvent<DocumentDetail>;
    'pm-hints': CustomEvent<{ count: number }>;
    'pm-error': CustomEvent<ErrorDetail>;
  }
}
