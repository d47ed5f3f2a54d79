// Runs for each part of the overview: the filters, the board, the cell that is opened, the table.

const EVENTS = ['show', 'open']; // of overview/tab.py

const line = document.createElement('p');
line.className = 'kp-sr';
line.setAttribute('role', 'status');
element.after(line);

// The filters stand in one form; what is pressed on the board goes through it.

const form = () => document.querySelector('#kp-overview-form form');
const chosen = () => Object.fromEntries(form() ? new FormData(form()) : []);
const series = () => document.querySelector('#kp-overview-board [data-series]')?.value ?? '';
const show = () => trigger('show', { ...chosen(), series: series() });

let typing = 0;
element.addEventListener('input', (event) => {
  if (!event.target.matches('input[name=text]')) return;
  clearTimeout(typing);
  typing = setTimeout(show, 300);
});
element.addEventListener('change', (event) => {
  if (event.target.matches('.kp-ov-filters select, [data-series]')) show();
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  show();
});

// The board: tiles choose a state, numbers open their cell.

const press = (status) => {
  const select = form() && form().elements.status;
  if (!select) return;
  select.value = select.value === status ? '' : status;
  show();
};

element.addEventListener('click', (event) => {
  const tile = event.target.closest('[data-status]');
  const number = event.target.closest('[data-span]');
  const sort = event.target.closest('[data-sort]');
  if (tile) press(tile.dataset.status);
  if (number) {
    for (const other of element.querySelectorAll('[data-span][aria-current]')) other.removeAttribute('aria-current');
    number.setAttribute('aria-current', 'true');
    trigger('open', { goal: number.dataset.goal, span: number.dataset.span, said: number.dataset.said });
  }
  if (sort) sortBy(sort.closest('th'));
  if (event.target.closest('[data-back]')) {
    event.preventDefault();
    document.querySelector('#kp-overview-board [aria-current]')?.focus();
    document.querySelector('#kp-overview-board [aria-current]')?.scrollIntoView({ block: 'center' });
  }
});

// The table: sorted by a column, numbers by their value.

const keyOf = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
const compared = (left, right) => {
  const [a, b] = [Number.parseFloat(left), Number.parseFloat(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b;
  return left.localeCompare(right, 'zh');
};

const sortBy = (head) => {
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const other of head.parentElement.cells) other.setAttribute('aria-sort', 'none');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const body = head.closest('table').tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, head.cellIndex) }));
  rows.sort((left, right) => {
    if (!left.key || !right.key) return Number(!left.key) - Number(!right.key); // what is empty stands last
    return compared(left.key, right.key) * (descending ? -1 : 1);
  });
  body.append(...rows.map(({ row }) => row));
};

// After each drawing: what was in use stays in use.

const FOCUSED = ['status', 'series', 'span'];
let focused = '';
element.addEventListener('focusin', (event) => {
  const name = FOCUSED.find((known) => known in event.target.dataset);
  focused = name ? `[data-${name}="${CSS.escape(event.target.dataset[name])}"]` : '';
});

watch('value', () => {
  const told = element.querySelector('[data-say]');
  if (told) line.textContent = told.textContent;
  if (focused && !document.activeElement?.closest('form')) element.querySelector(focused)?.focus({ preventScroll: true });
  const section = element.querySelector('.kp-source:not(.kp-empty)');
  if (!section) return;
  const quote = section.querySelector('mark');
  if (quote) section.scrollTop += quote.getBoundingClientRect().top - section.getBoundingClientRect().top - section.clientHeight / 3;
  section.scrollIntoView({ block: 'nearest' });
  line.textContent = section.querySelector('h3')?.textContent ?? section.textContent;
});
