// The wiki around the editor: edit and view mode, publishing, colours, and the page tree. A wiki of your own has all of this.

const editor = document.querySelector('postmortem-editor');
const view = document.querySelector('postmortem-view');
const at = (id) => document.getElementById(id);
const PUBLISHED = 'fieldbook-INC-0731';

// -- Edit, view, publish

function mode(name) {
  document.body.dataset.mode = name;
  editor.hidden = name !== 'edit';
  view.hidden = name === 'edit';
  if (location.hash.slice(1) !== name) history.replaceState(null, '', `#${name}`);
}

function tell(words) {
  at('told').textContent = words;
  setTimeout(() => (at('told').textContent = ''), 4000);
}

function published() {
  const stored = localStorage.getItem(PUBLISHED);
  return stored && JSON.parse(stored);
}

function show({ document: value, at: moment }) {
  view.value = value;
  at('updated').textContent = `Published ${new Date(moment).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}`;
}

// The editor asks to save: on `save()`, and on Ctrl+S.
editor.addEventListener('pm-save', ({ detail }) => {
  const page = { document: detail.document, at: Date.now() };
  localStorage.setItem(PUBLISHED, JSON.stringify(page));
  show(page);
  tell('Published');
});

at('publish').addEventListener('click', () => editor.save() && mode('view'));
at('edit').addEventListener('click', () => mode('edit'));
at('close').addEventListener('click', () => {
  if (!published()) view.value = editor.value;
  mode('view');
});

const page = published();
if (page) show(page);
if (location.hash === '#view') mode('view');

// -- Colours

const root = document.documentElement;
const dark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
const pressed = () => at('theme').setAttribute('aria-pressed', dark());
at('theme').addEventListener('click', () => {
  root.dataset.theme = dark() ? 'light' : 'dark';
  localStorage.setItem('fieldbook-theme', root.dataset.theme);
  pressed();
});
pressed();

// -- The page tree

at('find').addEventListener('input', ({ target }) => {
  const wanted = target.value.trim().toLowerCase();
  let any = false;
  for (const item of document.querySelectorAll('#tree li:not(:has(details))')) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
    any ||= !item.hidden;
  }
  document.querySelector('#tree .none').hidden = any;
});
at('tree-toggle').addEventListener('click', ({ currentTarget }) => {
  currentTarget.setAttribute('aria-expanded', document.body.classList.toggle('tree-open'));
});
