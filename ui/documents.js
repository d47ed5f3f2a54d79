// Runs for each part of the documents tab: where files are dropped, what became of them, the list, the preview.

const ACTIONS = ['open', 'close', 'remove', 'choose', 'clear', 'take']; // the events of documents_tab.py

// Files: sent one by one, then read together.

const drop = element.querySelector('.kp-drop');

const send = async (file) => {
  if (file.size > Number(drop.dataset.limit)) return { name: file.name, large: true };
  const address = `documents/uploads?name=${encodeURIComponent(file.name)}`;
  try {
    const response = await fetch(address, { method: 'POST', headers: { 'x-kaoping': 'upload' }, body: file });
    return { name: file.name, ...(await response.json()) };
  } catch {
    return { name: file.name, error: `${file.name}：上传中断。请确认文件能打开、网络正常，再试一次。` };
  }
};

const idle = async () => {
  while (document.querySelector('#kp-intake .kp-reading')) await new Promise((done) => setTimeout(done, 300));
};

const sendAll = async (files) => {
  const status = drop.querySelector('.kp-drop-status');
  if (!files.length || drop.dataset.busy) return;
  drop.dataset.busy = 'yes';
  const sent = [];
  for (const file of files) {
    status.textContent = `正在上传 ${sent.length + 1}/${files.length} · ${file.name}`;
    sent.push(await send(file));
  }
  status.textContent = '已上传，等前面的文件读完';
  await idle();
  status.textContent = '';
  delete drop.dataset.busy;
  trigger('take', { files: sent });
};

// Of a folder, what can't be read anyway is left out: hidden files, locks of office programs, other kinds.
const isReadable = (file) => {
  const suffix = file.name.slice(file.name.lastIndexOf('.')).toLowerCase();
  return !/^(\.|~\$)/.test(file.name) && drop.dataset.suffixes.split(',').includes(suffix);
};

const filesBelow = async (entry) => {
  if (entry.isFile) return [await new Promise((done, fail) => { entry.file(done, fail); })];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const entries = await new Promise((done, fail) => { reader.readEntries(done, fail); });
    if (!entries.length) return found.filter(isReadable);
    for (const below of entries) found.push(...(await filesBelow(below)));
  }
};

const filesDropped = async (transfer) => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  return (await Promise.all(entries.map(filesBelow))).flat();
};

if (drop) {
  const isShown = () => drop.isConnected && element.offsetParent !== null; // it goes for those who may only look
  element.addEventListener('click', (event) => {
    const button = event.target.closest('[data-pick]');
    if (button) drop.querySelector(`[data-input="${button.dataset.pick}"]`).click();
  });
  element.addEventListener('change', (event) => {
    const files = [...event.target.files];
    const folder = event.target.dataset.input === 'folder';
    event.target.value = '';
    sendAll(folder ? files.filter(isReadable) : files);
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault(); // else the browser would open the file in place of the page
    drop.classList.toggle('kp-over', isShown());
  });
  document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) drop.classList.remove('kp-over'); });
  document.addEventListener('drop', async (event) => {
    event.preventDefault();
    drop.classList.remove('kp-over');
    if (isShown()) sendAll(await filesDropped(event.dataTransfer));
  });
}

// Buttons and the form of the headers.

const view = () => element.querySelector('.kp-opened');

element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-do]');
  if (!button) return;
  const { do: action, doc, to } = button.dataset;
  if (action === 'turn') trigger('open', { doc: view().dataset.doc, page: Number(to) });
  else if (ACTIONS.includes(action)) trigger(action, { doc });
});

element.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-do="choose"]');
  if (!form) return;
  event.preventDefault();
  const selects = [...form.querySelectorAll('select')];
  const columns = Object.fromEntries(selects.map((select) => [select.dataset.header, select.value]));
  trigger('choose', { doc: form.dataset.doc, columns, opened: Boolean(view()) });
});

// The preview: a cell of the table and its place on the page.

const choose = (key) => {
  const cells = [...element.querySelectorAll('[data-cell]')];
  for (const cell of cells) cell.classList.toggle('kp-on', cell.dataset.cell === key);
  const cell = cells.find((other) => other.matches('td.kp-on'));
  const box = cells.find((other) => other.matches('i.kp-on'));
  const address = element.querySelector('.kp-address');
  if (!cell) return;
  address.textContent = `${cell.dataset.label}：${cell.dataset.place || '没有位置信息'}`;
  if (!box) return;
  const paper = element.querySelector('.kp-paper');
  const [inner, outer] = [box.getBoundingClientRect(), paper.getBoundingClientRect()];
  paper.scrollTop += inner.top - outer.top - paper.clientHeight / 3;
  paper.scrollLeft += inner.left - outer.left - Math.max(0, (paper.clientWidth - inner.width) / 2);
};

const ask = (cell) => {
  const { doc, page } = view().dataset;
  const wanted = Number(cell.dataset.page);
  if (wanted && wanted !== Number(page)) trigger('open', { doc, page: wanted, cell: cell.dataset.cell });
  else choose(cell.dataset.cell);
};

element.addEventListener('click', (event) => {
  const cell = event.target.closest('td[data-cell]');
  const box = event.target.closest('i[data-cell]');
  if (cell) ask(cell);
  if (!box) return;
  choose(box.dataset.cell);
  element.querySelector(`td[data-cell="${box.dataset.cell}"]`).scrollIntoView({ block: 'nearest' });
});

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-enlarge]');
  const paper = element.querySelector('.kp-paper');
  if (!button || !paper) return;
  button.setAttribute('aria-pressed', paper.classList.toggle('kp-large'));
  const chosen = element.querySelector('td.kp-on');
  if (chosen) choose(chosen.dataset.cell);
});

element.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.closest('td[data-cell]')) ask(event.target.closest('td[data-cell]'));
});

// What a person unfolded stays so when its part of the page is drawn anew.

const unfolded = new Map();
const keyOf = (fold) => `${fold.closest('li')?.querySelector('.kp-file')?.textContent ?? ''}|${fold.firstElementChild.textContent}`;

element.addEventListener('click', (event) => {
  const fold = event.target.closest('summary')?.parentElement;
  if (fold) unfolded.set(keyOf(fold), !fold.open);
});

let shown = '';
watch('value', () => {
  for (const select of element.querySelectorAll('select')) select.value = select.dataset.chosen;
  const section = view();
  const now = section ? section.dataset.doc || '' : '';
  if (section) {
    const image = section.querySelector('.kp-sheet img');
    if (section.dataset.active && image) image.decode().catch(() => {}).then(() => choose(section.dataset.active));
    if (now !== shown) section.querySelector('h2')?.focus();
    if (now !== shown) window.scrollTo({ top: 0 });
  }
  if (now !== shown) unfolded.clear();
  for (const fold of element.querySelectorAll('details')) fold.open = unfolded.get(keyOf(fold)) ?? fold.open;
  shown = now;
});
