// Registers <postmortem-editor> and <postmortem-view>.
//
// The elements are there at once; the program behind them (wasm) is loaded when the first one is put on a page. Where it cannot be
// loaded, or breaks, the element is a plain text field: the text stays editable, is given to the form, and can be exported.

const VERSION = '0.1.0';
const SCHEMA = 'postmortem/1';
const FORMATS = ['markdown', 'json'];
/** The form and the text area get the text so many ms after a change, or when they are asked for it. */
const LATER = 250;
/** A plain text field is shown when the program has not come after so many ms. */
const PATIENCE = 3_000;

const STYLE = `
  :host { display: block; }
  :host([hidden]) { display: none; }
  .plain { display: grid; gap: .5rem; font: inherit; }
  .plain p { margin: 0; padding: .5rem .75rem; border-inline-start: 3px solid currentColor; }
  .plain textarea { box-sizing: border-box; inline-size: 100%; min-block-size: 20rem; padding: .75rem; font: .95rem/1.5 ui-monospace, monospace; resize: vertical; }
  .plain pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
  .plain button { justify-self: start; padding: .25rem .75rem; font: inherit; }
`;

/** An `Error` with a stable `name` and `code`. */
function fault(code, message, cause) {
  const error = new Error(message, { cause });
  error.name = 'PostmortemError';
  error.code = code;
  return error;
}

function knownFormat(format) {
  if (!FORMATS.includes(format)) {
    const known = FORMATS.map((name) => `"${name}"`).join(' and ');
    throw fault('unknown-format', `there is no format "${format}"; there is ${known}`);
  }
  return format;
}

/** Refuses what no version of this element can read; what is inside is checked when the program reads it. */
function checkedValue(value) {
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw fault('bad-value', `a document is an object with the schema "${SCHEMA}", and this is ${quoted(value)}`);
  }
  if (value.schema !== SCHEMA) {
    throw fault('unknown-schema', `the schema is ${quoted(value.schema)}, and this version reads "${SCHEMA}"`);
  }
  return value;
}

function quoted(value) {
  const text = value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

// ---- The program -------------------------------------------------------------------------------------------------------------

let program;
let attempts = 0;

/** Loads the program once. After a failure the next call tries again, with an instance of its own. */
function load() {
  program ??= start().catch((error) => {
    program = undefined;
    throw error;
  });
  return program;
}

async function start() {
  attempts += 1;
  try {
    // The smallest module there is: refused at once where a page's policy forbids WebAssembly.
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch (cause) {
    throw typeof WebAssembly === 'object'
      ? fault('wasm-forbidden', "This page's security policy does not allow WebAssembly ('wasm-unsafe-eval').", cause)
      : fault('wasm-missing', 'This browser has no WebAssembly.', cause);
  }
  const address = new URL('postmortem-editor-core_bg.wasm', import.meta.url);
  let core, module;
  try {
    // A module that failed to load, or broke, stays what it is under its address.
    core = attempts === 1 ? await import('./postmortem-editor-core.js') : await import(`./postmortem-editor-core.js?attempt=${attempts}`);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    const streamed = response.headers.get('content-type')?.split(';')[0].trim() === 'application/wasm';
    module = await (streamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (cause) {
    throw cause instanceof WebAssembly.CompileError
      ? fault('wasm-damaged', 'The editor arrived damaged.', cause)
      : fault('wasm-unreachable', 'The editor could not be loaded from the network.', cause);
  }
  await core.default({ module_or_path: module });
  return core;
}

/** Calls `broke` when the program breaks without saying so itself: out of memory, out of stack. Returns what ends that. */
function watchForTraps(broke) {
  const ending = new AbortController();
  const trapped = ({ error, reason }) => {
    const trap = error ?? reason;
    if (trap instanceof WebAssembly.RuntimeError && trap.stack.includes('postmortem-editor-core')) broke(trap.message);
  };
  addEventListener('error', trapped, { signal: ending.signal });
  addEventListener('unhandledrejection', trapped, { signal: ending.signal });
  return () => ending.abort();
}

// ---- Text without the program ------------------------------------------------------------------------------------------------

/** A document as Markdown, simply. The program writes it better, and reads this. */
function plainText({ title, sections = [] }) {
  const row = ({ time, text, action, owner, due, link }) => `- ${[time, text, action, owner, due, link].filter(Boolean).join(' — ')}`;
  const section = ({ title, prose, rows }) => [title && `## ${title}`, prose, (rows?.rows ?? []).map(row).join('\n')];
  return [title && `# ${title}`, ...sections.flatMap(section)].filter(Boolean).join('\n\n');
}

/** A document of which only the text is known. */
function wrapped(text) {
  return { schema: SCHEMA, title: '', sections: [{ kind: 'other', title: '', prose: text }] };
}

/** The text of `{ text, format }` or `{ value }`. JSON that is none stands as it is: its author can see why. */
function textOf({ text, format, value }) {
  if (format === 'json') value = parsedOr(text, undefined);
  return value ? plainText(value) : text;
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw fault('bad-value', `this is not JSON: ${cause.message}`, cause);
  }
}

function parsedOr(json, otherwise) {
  try {
    return checkedValue(parsed(json));
  } catch {
    return otherwise;
  }
}

let sheet;
function dress(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  root.adoptedStyleSheets = [sheet];
}

/** Shows a sentence, the text, and a button when there is something to try again. */
function plain(root, sentence, text, again) {
  const box = document.createElement('div');
  box.className = 'plain';
  const message = document.createElement('p');
  message.setAttribute('role', 'alert');
  message.textContent = sentence;
  box.append(message);
  if (again) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Try again';
    button.addEventListener('click', again, { once: true });
    box.append(button);
  }
  box.append(text);
  dress(root);
  root.replaceChildren(box);
}

// ---- The elements ------------------------------------------------------------------------------------------------------------

/** What both elements share: content in, a program that comes later, and a move in the page that is no end. */
class PostmortemElement extends HTMLElement {
  static version = VERSION;
  _root = this.attachShadow({ mode: 'open' });
  /** What was given by a property or by `load`; it comes before what the page says. */
  _given = null;
  /** Counts the starts and stops: whoever waited for the program knows whether it is still meant. */
  _turn = 0;
  _there = false;

  connectedCallback() {
    if (this._there) return;
    this._there = true;
    for (const name of this.constructor.properties) {
      if (Object.hasOwn(this, name)) {
        // Set before the element was defined.
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    dress(this._root);
    this._start();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected || !this._there) return;
      this._there = false;
      this._turn += 1;
      this._stop();
    });
  }

  /** What the page says in this element. */
  _pageContent() {
    const script = this.querySelector(':scope > script[type="text/markdown"], :scope > script[type="application/json"]');
    if (!script) return { text: '', format: 'markdown' };
    return { text: unindented(script.textContent), format: script.type === 'application/json' ? 'json' : 'markdown' };
  }

  _content() {
    return this._given ?? this._pageContent();
  }

  _contentText() {
    return textOf(this._content());
  }

  _event(type, detail, options) {
    return this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail, ...options }));
  }

  _fail(error) {
    this._event('pm-error', { error, code: error.code, message: error.message });
  }
}

/** Takes the indentation of the first line, which is the page's, from all lines. */
function unindented(text) {
  const lines = text.replace(/^\s*\n/, '');
  const indent = /^[ \t]*/.exec(lines)[0];
  return indent ? lines.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart())).join('\n') : lines;
}

class PostmortemEditor extends PostmortemElement {
  static formAssociated = true;
  static observedAttributes = ['config-src'];
  static properties = ['value', 'config', 'template', 'draftKey', 'htmlFor', 'configSrc', 'name'];

  #internals = this.attachInternals();
  #editor = null;
  /** What stands in for the editor: a text area, the text it began with, and the document it began with where that is known. */
  #plain = null;
  /** What the editor left when it was taken out of the page. */
  #left = null;
  #config;
  /** The text as the form got it last. */
  #text = '';
  #later;
  /** The text area named by `for`, what was written to it last, and whether it knows better than the editor. */
  #target = null;
  #written;
  #targetLeads = false;
  #unlisten = () => {};
  #stopWatching = () => {};

  // -- Content

  get value() {
    if (this.#editor) return this.#editor.value;
    if (this.#plain) {
      const { field, from, value } = this.#plain;
      return field.value === from && value ? value : wrapped(field.value);
    }
    if (this.#left) return JSON.parse(this.#left).document;
    return this._given?.value ?? null;
  }

  set value(value) {
    if (value === null || value === undefined) return this.load('');
    this.#take({ value: checkedValue(value) }, (editor) => (editor.value = value));
  }

  /** Puts a text in the place of the document. What the author wrote is kept as a draft. */
  load(text, format = 'markdown') {
    knownFormat(format);
    text = String(text ?? '');
    if (format === 'json' && text.trim()) {
      this.value = parsed(text);
    } else {
      this.#take({ text, format: 'markdown' }, (editor) => editor.load(text, 'markdown'));
    }
  }

  #take(content, give) {
    if (this.#editor) give(this.#editor);
    this._given = content;
    this.#left = null;
    if (this.#plain) {
      const { field } = this.#plain;
      field.value = textOf(content);
      this.#plain = { field, from: field.value, value: content.value };
      this.#share(field.value);
    }
  }

  /** The document as text. */
  export(format = 'markdown') {
    knownFormat(format);
    if (this.#editor) return this.#editor.export(format);
    const text = this.#plainText();
    return format === 'markdown' ? text : JSON.stringify(this.value ?? wrapped(text), null, 2);
  }

  #plainText() {
    if (this.#plain) return this.#plain.field.value;
    if (this.#left) return this.#text || plainText(JSON.parse(this.#left).document);
    return this._contentText();
  }

  /** Asks the page to save: `pm-save`. False when the page refused. */
  save() {
    this.#flush();
    return this.#tell('pm-save', { cancelable: true });
  }

  /** An event whose `detail.document` is made only for those who ask. */
  #tell(type, options) {
    const element = this;
    const detail = {
      get document() {
        return element.value;
      },
      export: (format) => this.export(format),
    };
    return this._event(type, detail, options);
  }

  _pageContent() {
    const { field } = this.#findTarget();
    return field ? { text: field.value, format: 'markdown' } : super._pageContent();
  }

  // -- Attributes and properties

  get form() {
    return this.#internals.form;
  }

  get config() {
    return this.#config;
  }

  set config(config) {
    this.#config = config;
    this.#editor?.setConfig(JSON.stringify(config ?? {}) ?? '{}');
  }

  attributeChangedCallback(name, before, after) {
    if (name === 'config-src' && this.#editor && before !== after && after !== null) {
      this.#fetchConfig().then(
        (json) => this.#editor?.setConfig(json),
        (error) => this._fail(error),
      );
    }
  }

  async #fetchConfig() {
    try {
      const response = await fetch(new URL(this.configSrc, document.baseURI));
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      return await response.text();
    } catch (cause) {
      const message = `config-src: "${this.configSrc}" could not be loaded (${cause.message}); the default configuration is used`;
      throw fault('config-unreachable', message, cause);
    }
  }

  /** Several editors on one page need a key each; the first without one has the page's own. */
  get #key() {
    if (this.draftKey) return this.draftKey;
    // Some wikis name the page in the query only.
    const page = location.pathname + location.search;
    if (this.id) return `${page}#${this.id}`;
    const place = [...document.querySelectorAll('postmortem-editor:not([draft-key], [id])')].indexOf(this);
    return place > 0 ? `${page}#${place + 1}` : page;
  }

  // -- Life

  async _start() {
    const turn = ++this._turn;
    const patience = setTimeout(() => this.#standIn('The editor is still being loaded.'), PATIENCE);
    try {
      const core = await load();
      clearTimeout(patience);
      if (turn !== this._turn) return;
      const problems = [];
      let config = this.#config && JSON.stringify(this.#config);
      if (!config && this.configSrc) {
        config = await this.#fetchConfig().catch((error) => void problems.push(error.message));
      }
      await this.#writtenMeanwhile();
      if (turn !== this._turn) return;
      const { field, problem } = this.#findTarget();
      if (problem) problems.push(problem);
      const typed = this.#endStandIn();
      const editor = await core.Editor.start(this._root, this.#shell(), {
        key: this.#key,
        template: this.template ?? undefined,
        config: config || undefined,
        left: this.#left ?? undefined,
        typed,
        problems,
        ...this._content(),
      });
      if (turn !== this._turn) return void editor.leave();
      this.#editor = editor;
      this.#left = null;
      this.#text = editor.export('markdown');
      this.#internals.setFormValue(this.#text);
      this.#follow(field);
    } catch (error) {
      clearTimeout(patience);
      if (turn === this._turn) this.#fallBack(error);
    }
  }

  _stop() {
    if (this.#editor) {
      this.#flush();
      this.#left = this.#editor.leave();
      this.#editor = null;
    }
    this.#endStandIn();
    this.#unlisten();
    this.#stopWatching();
    this.#target = null;
  }

  /** What the program calls, for as long as this start is the last one. */
  #shell() {
    const turn = this._turn;
    const meant = (action) => (...given) => (turn === this._turn ? action(...given) : undefined);
    const broke = meant((message, text) => queueMicrotask(() => turn === this._turn && this.#broke(message, text)));
    this.#stopWatching();
    this.#stopWatching = watchForTraps(broke);
    return {
      changed: meant((byAuthor) => this.#changed(byAuthor)),
      counted: meant((count) => this._event('pm-hints', { count })),
      save: meant(() => this.save()),
      failed: meant((error) => this._fail(error)),
      broke,
    };
  }

  #changed(byAuthor) {
    if (byAuthor) this.#targetLeads = false;
    this.#later ??= setTimeout(() => this.#flush(), LATER);
    if (byAuthor) this.#tell('pm-change');
  }

  /** Gives the text to the form and the text area, if there is a change that they do not have yet. */
  #flush() {
    if (this.#later === undefined) return;
    clearTimeout(this.#later);
    this.#later = undefined;
    if (this.#editor) this.#share(this.#editor.export('markdown'));
  }

  #share(text) {
    this.#text = text;
    this.#internals.setFormValue(text);
    const field = this.#target;
    if (!field || this.#targetLeads || field.value === text) return;
    if (field.value !== this.#written) return this.#takeFromTarget();
    field.value = text;
    this.#written = field.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  // -- The text area named by `for`

  #findTarget() {
    const id = this.htmlFor;
    if (!id) return {};
    const field = this.getRootNode().getElementById?.(id) ?? document.getElementById(id);
    if (field instanceof HTMLTextAreaElement) return { field };
    return { problem: `for: a text area with the id "${id}" is needed, and it ${field ? `is a <${field.localName}>` : 'is not on this page'}` };
  }

  /** Somebody else wrote to it: that is what the page says now. */
  #takeFromTarget() {
    const field = this.#target;
    if (!field || field.value === this.#written) return;
    this.#written = field.value;
    this.#targetLeads = true;
    this.load(field.value);
  }

  #follow(field) {
    this.#unlisten();
    this.#target = field ?? null;
    this.#written = field?.value;
    const ending = new AbortController();
    const listen = (target, type, listener, capture = false) => target?.addEventListener(type, listener, { capture, signal: ending.signal });
    const taken = () => this.#takeFromTarget();
    const flush = () => this.#flush();
    listen(field, 'input', taken);
    listen(field, 'change', taken);
    for (const form of new Set([this.form, field?.form])) {
      listen(form, 'submit', flush, true);
      listen(form, 'formdata', ({ formData }) => {
        // The form has taken its fields' texts before it says so.
        flush();
        if (form === this.form && this.name) formData.set(this.name, this.#text);
        if (form === field?.form && field.name) formData.set(field.name, field.value);
      });
    }
    listen(window, 'pagehide', flush);
    listen(document, 'visibilitychange', flush);
    this.#unlisten = () => ending.abort();
  }

  formResetCallback() {
    // The field is reset by the same form, before or after this.
    queueMicrotask(() => {
      this.#written = this.#target?.value;
      this.#targetLeads = true;
      const { text, format } = this._pageContent();
      this.load(text, format);
    });
  }

  // -- Without the program

  #broke(message, text) {
    program = undefined;
    clearTimeout(this.#later);
    this.#later = undefined;
    this._given = { text: text ?? this.#lastWords(), format: 'markdown' };
    this.#editor = null;
    this.#left = null;
    this.#fallBack(fault('wasm-crashed', 'The editor stopped because of an error in it.', new Error(message)));
  }

  /** After a trap that the program did not notice itself, most of it still answers. */
  #lastWords() {
    try {
      return this.#editor.export('markdown');
    } catch {
      return this.#text;
    }
  }

  #fallBack(error) {
    const known = error.name === 'PostmortemError' ? error : fault('start-failed', 'The editor could not be started.', error);
    this._turn += 1;
    this.#stopWatching();
    this.#standIn(known.message, () => this._start());
    this._fail(known);
  }

  /** The text in a plain field, which takes the place of everything else in the element. */
  #standIn(reason, again) {
    const sentence = `${reason} Your text is below as Markdown, and can be edited here.`;
    if (this.#plain) return void plain(this._root, sentence, this.#plain.field, again);
    const field = document.createElement('textarea');
    field.setAttribute('aria-label', 'Postmortem, as Markdown');
    field.setAttribute('part', 'plain');
    field.value = this.#plainText();
    const value = this.value ?? (this._content().format === 'json' ? parsedOr(this._content().text, null) : null);
    field.addEventListener('input', () => {
      this.#targetLeads = false;
      this.#share(field.value);
      this.#tell('pm-change');
    });
    // As the field says it: with its own line ends.
    this.#plain = { field, from: field.value, value };
    this.#follow(this.#findTarget().field);
    this.#text = field.value;
    this.#internals.setFormValue(field.value);
    plain(this._root, sentence, field, again);
  }

  /** Whoever is writing in the plain field is not interrupted. */
  async #writtenMeanwhile() {
    const field = this.#plain?.field;
    if (!field || this._root.activeElement !== field) return;
    plain(this._root, 'The editor is ready, and opens when you leave this field.', field);
    field.focus();
    await new Promise((left) => {
      field.addEventListener('blur', left, { once: true });
    });
  }

  /** Whether something was typed into the plain field; it is what the page says from now on. */
  #endStandIn() {
    if (!this.#plain) return false;
    const { field, from } = this.#plain;
    const typed = field.value !== from;
    if (typed) {
      this._given = { text: field.value, format: 'markdown' };
      this.#left = null;
    }
    this.#plain = null;
    this._root.replaceChildren();
    return typed;
  }
}

class PostmortemView extends PostmortemElement {
  static properties = ['value'];
  #reader = null;

  get value() {
    return this._given?.value ?? null;
  }

  set value(value) {
    this._given = value === null || value === undefined ? null : { value: checkedValue(value) };
    if (this._there) this._start();
  }

  /** Shows this text. */
  load(text, format = 'markdown') {
    this._given = { text: String(text ?? ''), format: knownFormat(format) };
    if (this._there) this._start();
  }

  async _start() {
    const turn = ++this._turn;
    try {
      const core = await load();
      if (turn !== this._turn) return;
      const { text, format, value } = this._content();
      const reader = value ? core.Reader.fromValue(this._root, value) : new core.Reader(this._root, text, format);
      this._stop();
      this.#reader = reader;
    } catch (error) {
      if (turn !== this._turn) return;
      const known = error.name === 'PostmortemError' ? error : fault('start-failed', 'The document could not be shown.', error);
      const text = document.createElement('pre');
      text.textContent = this._contentText();
      plain(this._root, `${known.message} This is its text.`, text, () => this._start());
      this._fail(known);
    }
  }

  _stop() {
    this._root.querySelector('.plain')?.remove();
    this.#reader?.free();
    this.#reader = null;
  }
}

/** Properties that are attributes. */
function reflect(element, names) {
  for (const [property, attribute] of Object.entries(names)) {
    Object.defineProperty(element.prototype, property, {
      configurable: true,
      enumerable: true,
      get() {
        return this.getAttribute(attribute);
      },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value);
      },
    });
  }
}

reflect(PostmortemEditor, { template: 'template', draftKey: 'draft-key', htmlFor: 'for', configSrc: 'config-src', name: 'name' });

const there = customElements.get('postmortem-editor');
if (there) {
  console.warn(`postmortem-editor ${VERSION}: version ${there.version ?? 'unknown'} is on this page already and goes on; this copy does nothing.`);
} else {
  customElements.define('postmortem-editor', PostmortemEditor);
  customElements.define('postmortem-view', PostmortemView);
}
