// Runs for each part of the tab that audits reports: the choice of a report, the button, the findings.

const EVENTS = ['audit', 'stop']; // of audit_tab.py

// What came of it is said to those who don't see it: in a line that stays while the rest is drawn anew.
const line = document.createElement('p');
line.className = 'kp-sr';
line.setAttribute('role', 'status');
element.after(line);

// The findings: some of them, one after the other.

const shown = () => [...element.querySelectorAll('.kp-finding:not([hidden])')];
const current = () => element.querySelector('.kp-finding[aria-current]');

const count = () => {
  const walk = element.querySelector('[data-walk]');
  const number = shown().indexOf(current()) + 1;
  walk.textContent = (number ? walk.dataset.line : walk.dataset.all).replace('##', shown().length).replace('#', number);
};

const step = (by) => {
  const all = [...element.querySelectorAll('.kp-finding')];
  const at = all.indexOf(current());
  const around = shown();
  const ahead = around.filter((finding) => (all.indexOf(finding) - at) * by > 0);
  const next = by > 0 ? ahead[0] || around[0] : ahead[ahead.length - 1] || around[around.length - 1];
  if (!next) return;
  current()?.removeAttribute('aria-current');
  next.setAttribute('aria-current', 'true');
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'center' });
  count();
};

const filter = (button) => {
  const { sort } = button.dataset;
  const isPressed = button.getAttribute('aria-pressed') !== 'true';
  for (const other of element.querySelectorAll(`[data-sort=${sort}]`)) {
    other.setAttribute('aria-pressed', String(other === button && isPressed));
  }
  const pressed = [...element.querySelectorAll('[data-sort][aria-pressed=true]')];
  for (const finding of element.querySelectorAll('.kp-finding')) {
    finding.hidden = !pressed.every((other) => finding.dataset[other.dataset.sort] === other.dataset.value);
  }
  for (const group of element.querySelectorAll('.kp-of-goal')) {
    const left = group.querySelectorAll('.kp-finding:not([hidden])').length;
    group.hidden = !left;
    group.querySelector('[data-count]').textContent = left;
  }
  count();
};

const copy = async (button) => {
  const text = button.dataset.copy;
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
  line.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = before; }, 1500);
};

const ask = (question) => {
  document.querySelector('#kp-tabs button[role=tab]').click(); // the first one is where questions are asked
  document.dispatchEvent(new CustomEvent('kp-ask', { detail: question })); // the composer sends it
};

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { do: action, job, sort, step: by, question, copy: copied } = button.dataset;
  if (action === 'audit') {
    const scope = document.querySelector('#kp-audit-scope select');
    trigger('audit', { doc: scope ? scope.value : '' });
  }
  if (action === 'stop') {
    button.disabled = true;
    trigger('stop', { job });
  }
  if (action === 'print') window.print();
  if (sort) filter(button);
  if (by) step(Number(by));
  if (question) ask(question);
  if (copied) copy(button);
});

if (element.closest('#kp-audited')) {
  document.addEventListener('keydown', (event) => {
    const steps = { n: 1, j: 1, p: -1, k: -1 };
    const isTyping = event.target.closest('input, textarea, select, [contenteditable=true]');
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || element.offsetParent === null) return;
    if (steps[event.key]) step(steps[event.key]);
  });
}

let chosen = '';
element.addEventListener('change', (event) => { if (event.target.matches('[data-scope]')) chosen = event.target.value; });

watch('value', () => {
  const told = element.querySelector('[data-say]');
  if (told) line.textContent = told.textContent;
  if (element.querySelector('[data-walk]')) count();
  element.querySelector('.kp-audited h2')?.focus({ preventScroll: true });
  const select = element.querySelector('[data-scope]');
  if (select && [...select.options].some((option) => option.value === chosen)) select.value = chosen;
});
