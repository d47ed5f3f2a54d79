// Runs for each part of the tab that audits reports: the choice of a report, the button, the findings.

const EVENTS = ['audit', 'stop']; // of audit_tab.py

// What came of it is said to those who don't see it: in a line that stays while the rest is drawn anew.
const line = document.createElement('p');
line.className = 'kp-sr';
line.setAttribute('role', 'status');
element.after(line);

const filter = (kind) => {
  for (const button of element.querySelectorAll('[data-kind][aria-pressed]')) {
    button.setAttribute('aria-pressed', button.dataset.kind === kind);
  }
  for (const group of element.querySelectorAll('.kp-severity')) {
    const findings = [...group.querySelectorAll('.kp-finding')];
    for (const finding of findings) finding.hidden = Boolean(kind) && finding.dataset.kind !== kind;
    const shown = findings.filter((finding) => !finding.hidden).length;
    group.hidden = !shown;
    group.querySelector('[data-count]').textContent = shown;
  }
  line.textContent = `显示 ${element.querySelectorAll('.kp-finding:not([hidden])').length} 处`;
};

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { do: action, kind, job } = button.dataset;
  if (action === 'audit') {
    const scope = document.querySelector('#kp-audit-scope select');
    trigger('audit', { doc: scope ? scope.value : '' });
  }
  if (action === 'stop') {
    button.disabled = true;
    trigger('stop', { job });
  }
  if (kind !== undefined) filter(kind);
});

let chosen = '';
element.addEventListener('change', (event) => { if (event.target.matches('[data-scope]')) chosen = event.target.value; });

watch('value', () => {
  const told = element.querySelector('[data-say]');
  if (told) line.textContent = told.textContent;
  const select = element.querySelector('[data-scope]');
  if (select && [...select.options].some((option) => option.value === chosen)) select.value = chosen;
});
