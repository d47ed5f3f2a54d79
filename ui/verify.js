// Runs for each part of the tab that verifies drafts: the choice of a report, the form, the checked text, the source.

const EVENTS = ['check', 'stop', 'figure', 'again']; // of verify_tab.py
const PASTED = '粘贴的文字';

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

const form = element.querySelector('.kp-draft-form');
const scope = () => document.querySelector('#kp-verify-scope select');

const send = async (file, name) => {
  if (file.size > Number(form.dataset.limit)) return { name, large: true };
  try {
    const address = `documents/uploads?name=${encodeURIComponent(name)}`;
    const response = await fetch(address, { method: 'POST', headers: { 'x-kaoping': 'upload' }, body: file });
    return { name, ...(await response.json()) };
  } catch {
    return { name, error: `${name}：上传中断。请确认文件能打开、网络正常，再试一次。` };
  }
};

const check = async (file, name) => {
  const status = form.querySelector('.kp-draft-status');
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  status.textContent = `正在上传 ${name}`;
  const sent = await send(file, name);
  status.textContent = '';
  delete form.dataset.busy;
  trigger('check', { ...sent, doc: scope() ? scope().value : '' });
};

if (form) {
  const box = form.querySelector('textarea');
  const input = form.querySelector('[data-input]');
  const isShown = () => element.offsetParent !== null;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (box.value.trim()) check(new Blob([box.value]), PASTED);
    else {
      form.querySelector('.kp-draft-status').textContent = '请先粘贴文字，或选择文件。';
      box.focus();
    }
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
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

// The checked text: its figures lead to their sources.

const result = () => element.querySelector('.kp-checked');
const figures = () => [...element.querySelectorAll('.kp-fig')];
const problems = () => figures().filter((figure) => !figure.matches('.kp-v-supported'));

const mark = (figure) => {
  for (const other of figures()) other.removeAttribute('aria-current');
  figure.setAttribute('aria-current', 'true');
  const walk = element.querySelector('[data-walk]');
  const number = problems().indexOf(figure) + 1;
  if (walk) walk.textContent = number ? `第 ${number} / ${problems().length} 处` : `${problems().length} 处问题`;
};

const open = (figure) => {
  mark(figure);
  figure.scrollIntoView({ block: 'nearest' });
  trigger('figure', { token: result().dataset.token, figure: Number(figure.dataset.figure) });
};

const step = (by) => {
  const order = figures();
  const at = order.findIndex((figure) => figure.hasAttribute('aria-current'));
  const ahead = problems().filter((figure) => (order.indexOf(figure) - at) * by > 0);
  const around = problems();
  const next = by > 0 ? ahead[0] || around[0] : ahead[ahead.length - 1] || around[around.length - 1];
  if (next) open(next);
};

element.addEventListener('click', (event) => {
  const figure = event.target.closest('.kp-fig');
  const button = event.target.closest('button');
  const back = event.target.closest('[data-back]');
  if (figure || back) event.preventDefault();
  if (figure) open(figure);
  if (back) document.getElementById(`kp-f${back.dataset.back}`)?.scrollIntoView({ block: 'center' });
  if (!button) return;
  if (button.dataset.step) step(Number(button.dataset.step));
  if (button.dataset.do === 'stop') {
    button.disabled = true;
    trigger('stop', { job: button.dataset.job });
  }
  if (button.dataset.do === 'again') trigger('again');
});

element.addEventListener('change', (event) => {
  if (event.target.matches('[data-only]')) element.querySelector('.kp-draft').classList.toggle('kp-filtered', event.target.checked);
});

// After each drawing.

const showQuote = (section) => {
  const quote = section.querySelector('mark');
  if (quote) section.scrollTop += quote.getBoundingClientRect().top - section.getBoundingClientRect().top - section.clientHeight / 3;
  if (section.dataset.reveal !== 'click') return;
  section.scrollIntoView({ block: 'nearest' });
  const verdict = section.querySelector('.kp-verdict');
  if (verdict) say(verdict.innerText.replace(/\s+/g, ' '));
};

let chosen = '';
element.addEventListener('change', (event) => { if (event.target.matches('[data-scope]')) chosen = event.target.value; });

let before = '';
watch('value', () => {
  const now = result() ? result().dataset.token : '';
  const told = element.querySelector('[data-say]');
  if (told) say(told.textContent, !now);
  const select = element.querySelector('[data-scope]');
  if (select && [...select.options].some((option) => option.value === chosen)) select.value = chosen;
  const section = element.querySelector('.kp-source:not(.kp-empty)');
  if (section) showQuote(section);
  if (now && now !== before) {
    const first = problems()[0] || figures()[0];
    if (first) mark(first);
    result().querySelector('h2').focus({ preventScroll: true });
  }
  if (before && !now) document.querySelector('.kp-draft-form textarea')?.focus();
  before = now;
});
