// Runs for each part of the tab that drafts: the form, the draft, the source. `element`, `trigger`, `watch` come from gr.HTML.

const EVENTS = ['draft', 'source']; // of tab.py
const PAUSE = 600; // milliseconds without a key until what is typed is verified

// The form. What was chosen outlives a form that is drawn anew, because the library may have changed.

const form = () => element.querySelector('.kp-drafting-form');
const ticked = (name) => [...element.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
let chosen = { doc: [], goal: [], kind: '', length: '', period: '' };

const goalsShown = () => {
  const docs = ticked('doc');
  const filter = element.querySelector('[data-filter]');
  const words = filter ? filter.value.trim().toLowerCase() : '';
  let shown = 0;
  for (const label of element.querySelectorAll('[data-goals] label')) {
    const isOf = !docs.length || docs.includes(label.dataset.of);
    label.hidden = !(isOf && label.textContent.toLowerCase().includes(words));
    if (!isOf) label.querySelector('input').checked = false;
    if (!label.hidden) shown += 1;
  }
  const none = element.querySelector('[data-none]');
  if (none) none.hidden = shown > 0;
  const line = element.querySelector('[data-chosen]');
  const goals = ticked('goal').length;
  if (line) line.textContent = goals ? line.dataset.some.replace('#', goals) : line.dataset.all;
};

const remember = () => {
  const value = (name) => form().querySelector(`select[name="${name}"]`).value;
  chosen = { doc: ticked('doc'), goal: ticked('goal'), kind: value('kind'), length: value('length'), period: value('period') };
};

const restore = () => {
  for (const box of element.querySelectorAll('input[type="checkbox"]')) box.checked = chosen[box.name].includes(box.value);
  for (const select of element.querySelectorAll('select')) {
    if ([...select.options].some((option) => option.value === chosen[select.name])) select.value = chosen[select.name] || select.value;
  }
  goalsShown();
};

element.addEventListener('input', (event) => { if (event.target.matches('[data-filter]')) goalsShown(); });
element.addEventListener('change', (event) => {
  if (!form() || !form().contains(event.target)) return;
  goalsShown();
  remember();
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  remember();
  trigger('draft', { docs: chosen.doc, goals: chosen.goal, kind: chosen.kind, length: chosen.length, period: chosen.period });
});

// The draft. Its marks are part of the line but not of its text.

const draft = () => element.querySelector('.kp-drafted');
const blocks = () => [...element.querySelectorAll('.kp-block')];
const say = (text) => { const line = element.querySelector('[data-say]'); if (line) line.textContent = text; };

const read = (block) => {
  let text = '';
  const marks = [];
  const pieces = []; // text nodes with where they begin
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        pieces.push([child, text.length]);
        text += child.data;
      } else if (child.nodeName === 'BR') text += '\n';
      else if (child.matches('.kp-cite')) marks.push([child, text.length]);
      else {
        if (text && child.nodeName === 'DIV') text += '\n';
        walk(child);
      }
    }
  };
  walk(block);
  return { text, marks, pieces };
};

// Verdicts are drawn over the text and never put into it: the cursor stays where it is, and so does what is typed.
const VERDICTS = { supported: 'kp-supported', contradicted: 'kp-contradicted', not_found: 'kp-not-found' };
const drawn = new Map(); // block → its ranges by verdict

const paint = () => {
  if (!window.CSS || !CSS.highlights) return;
  for (const [verdict, name] of Object.entries(VERDICTS)) {
    const ranges = [...drawn.values()].flatMap((own) => own[verdict] || []);
    CSS.highlights.set(name, new Highlight(...ranges));
  }
};

const place = (pieces, at, isEnd) => {
  const piece = [...pieces].reverse().find(([, start]) => (isEnd ? start < at : start <= at)) || pieces[0];
  return [piece[0], Math.min(at - piece[1], piece[0].data.length)];
};

const draw = (block, figures) => {
  const { pieces } = read(block);
  const own = {};
  for (const [start, end, verdict] of pieces.length ? figures : []) {
    const range = document.createRange();
    range.setStart(...place(pieces, start, false));
    range.setEnd(...place(pieces, end, true));
    (own[verdict] ||= []).push(range);
  }
  drawn.set(block, own);
  paint();
};

// What is typed is verified after a pause, one request a block at a time; of several answers the last one counts.
const timers = new Map();
const counts = new Map();
const running = new Set();

const check = async (block) => {
  clearTimeout(timers.get(block));
  timers.delete(block);
  const section = draft();
  const { text, marks } = read(block);
  const live = section.querySelector(`[data-live="${block.dataset.block}"]`);
  if (text.length > Number(section.dataset.limit)) {
    if (live) live.textContent = section.dataset.long;
    return;
  }
  const count = (counts.get(block) || 0) + 1;
  counts.set(block, count);
  const name = block.dataset.block === '-1' ? 'title' : block.dataset.block;
  const request = fetch(section.dataset.check.replace('#', name), {
    method: 'POST',
    headers: { 'x-kaoping': 'upload', 'content-type': 'application/json' },
    body: JSON.stringify({ text, marks: marks.map(([mark, at]) => [at, Number(mark.dataset.n)]) }),
  }).then((response) => response.json()).catch(() => ({ error: section.dataset.lost }));
  running.add(request);
  block.setAttribute('aria-busy', 'true');
  const found = await request;
  running.delete(request);
  if (counts.get(block) !== count || !section.isConnected) return; // typed on, or another draft
  block.removeAttribute('aria-busy');
  if (found.error) {
    if (live) live.textContent = found.error;
    return;
  }
  if (live) live.innerHTML = found.live; // escaped by the server
  section.querySelector('[data-tally]').innerHTML = found.tally;
  if (read(block).text === text) {
    draw(block, found.figures);
    marks.forEach(([mark], position) => mark.classList.toggle('kp-unproved', !found.proved[position]));
  }
};

const soon = (block) => {
  clearTimeout(timers.get(block));
  timers.set(block, setTimeout(() => check(block), PAUSE));
};

// Undo: what a block was before each burst of typing.
const past = [];
const settled = new Map();

const settle = (block) => {
  const now = block.innerHTML;
  if (settled.get(block) === now) return;
  past.push([block, settled.get(block)]);
  settled.set(block, now);
  draft().querySelector('[data-do="undo"]').disabled = false;
};

const undo = () => {
  for (const block of [...timers.keys()]) settle(block);
  const [block, before] = past.pop() || [];
  draft().querySelector('[data-do="undo"]').disabled = !past.length;
  if (!block) return;
  block.innerHTML = before; // what this page held before
  settled.set(block, before);
  block.focus();
  check(block);
};

element.addEventListener('input', (event) => {
  const block = event.target.closest('.kp-block');
  if (!block) return;
  if (!timers.has(block)) setTimeout(() => settle(block), PAUSE);
  draft().querySelector('[data-do="undo"]').disabled = false;
  soon(block);
});

// Where a browser knows no plain editing, what is pasted or dropped still arrives as text alone.
element.addEventListener('paste', (event) => {
  if (!event.target.closest || !event.target.closest('.kp-block')) return;
  event.preventDefault();
  document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
});
element.addEventListener('drop', (event) => { if (event.target.closest && event.target.closest('.kp-block')) event.preventDefault(); });

const copied = () => {
  const lines = blocks().map((block) => {
    const { text, marks } = read(block);
    let out = '';
    let at = 0;
    for (const [mark, place] of marks) {
      out += text.slice(at, place) + (mark.matches('.kp-unproved') ? '' : `[${mark.dataset.n}]`);
      at = place;
    }
    return out + text.slice(at);
  });
  const notes = [...element.querySelectorAll('.kp-draft-notes li')].map((note, n) => `[${n + 1}] ${note.textContent}`);
  return [...lines, '', ...notes].join('\n');
};

const copy = async () => {
  try {
    await navigator.clipboard.writeText(copied());
  } catch { // not a secure address
    const box = document.createElement('textarea');
    box.value = copied();
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
  say(draft().dataset.copied);
  const button = draft().querySelector('[data-do="copy"]');
  const label = button.textContent;
  button.textContent = draft().dataset.copied;
  setTimeout(() => { button.textContent = label; }, 1500);
};

// A file is fetched once all that was typed is verified.
const fetchFile = async (link) => {
  for (const block of [...timers.keys()]) { settle(block); check(block); }
  await Promise.allSettled([...running]);
  await new Promise((resolve) => { setTimeout(resolve, 0); });
  const quiet = document.createElement('a');
  quiet.href = link.href;
  quiet.download = '';
  document.body.append(quiet);
  quiet.click();
  quiet.remove();
};

element.addEventListener('click', (event) => {
  const mark = event.target.closest('.kp-cite');
  const figure = event.target.closest('[data-figure]');
  const button = event.target.closest('button[data-do]');
  const link = event.target.closest('[data-fetch]');
  if (mark || link) event.preventDefault();
  if (mark && draft()) {
    for (const other of element.querySelectorAll('.kp-cite[aria-current]')) other.removeAttribute('aria-current');
    mark.setAttribute('aria-current', 'true');
    trigger('source', { token: draft().dataset.token, n: Number(mark.dataset.n) });
  } else if (figure && draft()) {
    trigger('source', { token: draft().dataset.token, block: Number(figure.dataset.of), figure: Number(figure.dataset.figure) });
  } else if (link) fetchFile(link);
  else if (button && button.dataset.do === 'undo') undo();
  else if (button && button.dataset.do === 'copy') copy();
});

// After each drawing.

const showQuote = (section) => {
  const quote = section.querySelector('mark');
  if (quote) section.scrollTop += quote.getBoundingClientRect().top - section.getBoundingClientRect().top - section.clientHeight / 3;
  section.scrollIntoView({ block: 'nearest' });
};

let shown = '';
const drawnAnew = () => {
  if (form()) restore();
  const section = element.querySelector('.kp-source:not(.kp-empty)');
  if (section) showQuote(section);
  const token = draft() ? draft().dataset.token : '';
  if (!token || token === shown) return;
  shown = token;
  drawn.clear();
  timers.clear();
  past.length = 0;
  settled.clear();
  for (const block of blocks()) {
    settled.set(block, block.innerHTML);
    draw(block, JSON.parse(block.dataset.figures));
  }
  draft().querySelector('h2').focus({ preventScroll: true });
  draft().scrollIntoView({ block: 'start' });
};
watch('value', drawnAnew);
