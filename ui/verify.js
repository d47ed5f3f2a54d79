// Runs for each part of the tab that verifies drafts: the choice of a report, the form, the checked text, the source.

const EVENTS = ['check', 'sample', 'stop', 'figure', 'accept', 'undo', 'edit', 'again']; // of verify_tab.py
const LONG = 2000; // characters put in at once that a browser takes minutes for when it types them itself
const QUOTE_AT = 3; // a marked quote is brought to a third of its panel's height

// What changes without a page being turned is said to those who don't see it: in a line that stays while the rest is drawn anew.
const line = document.createElement('p');
line.className = 'kp-sr';
line.setAttribute('role', 'status');
element.after(line);
let saidAt = 0;
const say = (text, often) => {
  if (often && Date.now() - saidAt < 3000) return;
  saidAt = Date.now();
  line.textContent = text;
};

// The form: a text or a file goes to the server like any upload, and is then checked by its token.

const givenForm = () => document.querySelector('.kp-draft-form');
const form = element.querySelector('.kp-draft-form');
const scope = () => document.querySelector('#kp-verify-scope select');

const send = async (file, name) => {
  const { limit, broken } = givenForm().dataset;
  if (file.size > Number(limit)) return { name, large: true };
  try {
    const address = `documents/uploads?name=${encodeURIComponent(name)}`;
    const response = await fetch(address, { method: 'POST', headers: { 'x-kaoping': 'upload' }, body: file });
    return { name, ...(await response.json()) };
  } catch {
    return { name, error: `${name}：${broken}` };
  }
};

const check = async (file, name) => {
  const status = form.querySelector('.kp-draft-status');
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  status.textContent = `${form.dataset.uploading} ${name}`;
  const sent = await send(file, name);
  status.textContent = '';
  delete form.dataset.busy;
  trigger('check', { sent, doc: scope() ? scope().value : '' });
};

const takeLong = (box) => box.addEventListener('beforeinput', (event) => {
  if (event.inputType !== 'insertText' || (event.data || '').length < LONG) return;
  event.preventDefault();
  box.setRangeText(event.data, box.selectionStart, box.selectionEnd, 'end');
});

const isSend = (event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey);

if (form) {
  const box = form.querySelector('textarea');
  const input = form.querySelector('[data-input]');
  const isShown = () => element.offsetParent !== null;
  takeLong(box);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (box.value.trim()) check(new Blob([box.value]), form.dataset.pasted);
    else {
      form.querySelector('.kp-draft-status').textContent = form.dataset.empty;
      box.focus();
    }
  });
  box.addEventListener('keydown', (event) => { if (isSend(event)) form.requestSubmit(); });
  form.querySelector('[data-pick]').addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const file = input.files[0];
    input.value = '';
    if (file) check(file, file.name);
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault(); // else the browser would open the file in place of the page
    form.classList.toggle('kp-over', isShown());
  });
  document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) form.classList.remove('kp-over'); });
  document.addEventListener('drop', (event) => {
    form.classList.remove('kp-over');
    const file = event.dataTransfer.files[0];
    if (!isShown() || !file) return;
    event.preventDefault();
    check(file, file.name);
  });
}

const fillSample = ({ text, note }) => {
  const box = givenForm().querySelector('textarea');
  givenForm().querySelector('.kp-draft-status').textContent = note;
  if (!text) return;
  box.value = text;
  givenForm().querySelector('[type=submit]').focus();
};

// The checked text: its figures lead to their sources.

const result = () => element.querySelector('.kp-checked');
const figures = () => [...element.querySelectorAll('.kp-fig')];
const state = (section) => ({ token: section.dataset.token, revision: Number(section.dataset.revision) });
const draftText = () => element.querySelector('.kp-draft').textContent;
let filter = ''; // the sort of figures that is walked through
let wanted = ''; // the same, where a person chose it

const chosenFigures = () => {
  const sort = filter === 'problem' ? ':is(.kp-v-contradicted, .kp-v-not_found)' : `.kp-v-${filter}`;
  return [...element.querySelectorAll(`.kp-fig${sort}`)];
};

const count = () => {
  const walk = element.querySelector('[data-walk]');
  const chosen = chosenFigures();
  const number = chosen.findIndex((figure) => figure.hasAttribute('aria-current')) + 1;
  walk.textContent = (number ? walk.dataset.line : walk.dataset.all).replace('##', chosen.length).replace('#', number);
};

const mark = (figure) => {
  element.querySelector('.kp-fig[aria-current]')?.removeAttribute('aria-current');
  figure.setAttribute('aria-current', 'true');
  count();
};

const open = (figure) => {
  mark(figure);
  figure.scrollIntoView({ block: 'nearest' });
  trigger('figure', { ...state(result()), figure: Number(figure.dataset.figure) });
};

const step = (by) => {
  const current = element.querySelector('.kp-fig[aria-current]');
  const at = current ? Number(current.dataset.figure) : -1;
  const around = chosenFigures();
  const ahead = around.filter((figure) => (Number(figure.dataset.figure) - at) * by > 0);
  const next = by > 0 ? ahead[0] || around[0] : ahead[ahead.length - 1] || around[around.length - 1];
  if (next) open(next);
};

const choose = () => {
  const buttons = [...element.querySelectorAll('[data-filter]')];
  filter = buttons.some((button) => button.dataset.filter === wanted && !button.disabled)
    ? wanted : element.querySelector('[data-filter][data-first]').dataset.filter;
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.filter === filter));
  element.querySelector('.kp-checked').dataset.shows = filter;
  count();
};

const copy = async (button) => {
  const text = draftText();
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else { // a page that came over plain HTTP from another machine has none
    const box = document.createElement('textarea');
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
  const before = button.textContent;
  button.textContent = button.dataset.done;
  say(button.dataset.done);
  setTimeout(() => { button.textContent = before; }, 1500);
};

// The text in place: edited in a box of its own, which stays open till the server has taken it over.

let typed = null; // what was typed and is not taken over yet

const edit = (text) => {
  const editor = element.querySelector('.kp-editor');
  const box = editor.querySelector('textarea');
  const current = element.querySelector('.kp-fig[aria-current]');
  result().classList.add('kp-editing');
  editor.hidden = false;
  box.value = text;
  takeLong(box);
  const before = document.createRange();
  before.setStart(element.querySelector('.kp-draft'), 0);
  if (current) before.setEndBefore(current);
  const at = current ? before.toString().length : 0;
  box.focus();
  box.setSelectionRange(at, at);
  box.scrollTop = (box.scrollHeight * at) / Math.max(1, text.length) - box.clientHeight / 2;
};

const leave = () => {
  typed = null;
  result().classList.remove('kp-editing');
  element.querySelector('.kp-editor').hidden = true;
  element.querySelector('[data-do=edit]').focus();
};

const submitEdit = async (editor) => {
  typed = editor.querySelector('textarea').value;
  editor.querySelector('[type=submit]').disabled = true;
  const name = element.querySelector('.kp-checked h2').textContent;
  trigger('edit', { ...state(result()), sent: await send(new Blob([typed]), name) });
};

element.addEventListener('submit', (event) => {
  if (!event.target.matches('.kp-editor')) return;
  event.preventDefault();
  submitEdit(event.target);
});

element.addEventListener('keydown', (event) => {
  const editor = event.target.closest('.kp-editor');
  if (editor && isSend(event)) editor.requestSubmit();
  if (editor && event.key === 'Escape') leave();
});

// Buttons, links and keys.

const act = {
  sample: () => trigger('sample'),
  stop: (button) => trigger('stop', { job: button.dataset.job }),
  again: () => trigger('again'),
  copy,
  edit: () => edit(draftText()),
  leave,
  undo: (button) => trigger('undo', { ...state(result()), change: Number(button.dataset.change) }),
  accept: (button) => {
    const section = button.closest('.kp-source');
    trigger('accept', { ...state(section), figure: Number(section.dataset.figure) });
  },
};

element.addEventListener('click', (event) => {
  const figure = event.target.closest('.kp-fig');
  const button = event.target.closest('button');
  const back = event.target.closest('[data-back]');
  if (figure || back) event.preventDefault();
  if (figure) open(figure);
  if (back) document.getElementById(`kp-f${back.dataset.back}`)?.scrollIntoView({ block: 'center' });
  if (!button) return;
  const { do: action, step: by, filter: sort, walkOn } = button.dataset;
  if (by) step(Number(by));
  if (sort) {
    wanted = sort;
    choose();
  }
  if (walkOn !== undefined) document.dispatchEvent(new CustomEvent('kp-verify-step', { detail: 1 }));
  if (['stop', 'accept', 'undo'].includes(action)) button.disabled = true; // once is enough
  if (action) act[action](button);
});

element.addEventListener('change', (event) => {
  if (event.target.matches('[data-only]')) result().classList.toggle('kp-filtered', event.target.checked);
});

if (element.closest('#kp-verified')) {
  document.addEventListener('kp-verify-step', (event) => step(event.detail));
  document.addEventListener('keydown', (event) => {
    const steps = { n: 1, j: 1, p: -1, k: -1 };
    const isTyping = event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable=true]');
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !result() || element.offsetParent === null) return;
    if (steps[event.key]) step(steps[event.key]);
    if (event.key === 'a') document.querySelector('#kp-verify-source [data-do=accept]:not(:disabled)')?.click();
  });
}

// After each drawing.

const showQuote = (section) => {
  const quote = section.querySelector('mark');
  const top = section.getBoundingClientRect().top;
  const verdict = section.querySelector('.kp-verdict');
  const below = quote && quote.getBoundingClientRect().bottom > top + section.clientHeight;
  if (below) section.scrollTop += quote.getBoundingClientRect().top - top - section.clientHeight / QUOTE_AT;
  if (document.activeElement === document.body) verdict.focus({ preventScroll: true }); // the button pressed is gone
  if (section.dataset.reveal !== 'click') return;
  section.scrollIntoView({ block: 'nearest' });
  say(verdict.innerText.replace(/\s+/g, ' '));
};

const showResult = (isNew) => {
  const { current } = result().dataset;
  const figure = current && element.querySelector(`#kp-f${current}`);
  const only = element.querySelector('[data-only]');
  if (isNew) wanted = '';
  choose();
  if (only && !isNew) result().classList.toggle('kp-filtered', only.checked);
  if (figure) {
    mark(figure);
    figure.scrollIntoView({ block: 'nearest' });
  }
  if (isNew) result().querySelector('h2').focus({ preventScroll: true });
};

let chosen = '';
element.addEventListener('change', (event) => { if (event.target.matches('[data-scope]')) chosen = event.target.value; });

let before = '';
let revision = '';
watch('value', () => {
  const now = result() ? result().dataset.token : '';
  const told = element.querySelector('[data-say]');
  if (told) say(told.textContent, !now);
  const select = element.querySelector('[data-scope]');
  if (select && [...select.options].some((option) => option.value === chosen)) select.value = chosen;
  const sample = element.querySelector('[data-sample]');
  if (sample) fillSample(sample.dataset);
  const section = element.querySelector('.kp-source:not(.kp-empty)');
  if (section) showQuote(section);
  if (now) {
    showResult(now !== before);
    const isTaken = now !== before || result().dataset.revision !== revision;
    if (isTaken) typed = null;
    else if (typed !== null) edit(typed);
    revision = result().dataset.revision;
  }
  if (before && !now) givenForm()?.querySelector('textarea').focus();
  before = now;
});
