// The list of conversations: a drawer over the conversation. Which one is open is remembered for this browser tab alone.

const KEY = 'kp-conversation';
const PAUSE = 250; // milliseconds without typing after which the words are searched for
let shown = false;
let typing = 0;
let resumed = false;

const words = () => (element.querySelector('input[type=search]') || {}).value || '';
const show = (open) => {
  shown = open;
  document.getElementById('kp-history').classList.toggle('kp-shown', open);
  document.dispatchEvent(new CustomEvent('kp-history-shown', { detail: open }));
};
const open = (id) => {
  document.dispatchEvent(new CustomEvent('kp-opened'));
  trigger('open', { id });
};

element.addEventListener('click', (event) => {
  const target = event.target.closest('button');
  if (!target) return;
  const item = target.closest('li');
  const { open: opens, rename, remove, close } = target.dataset;
  if (close !== undefined) show(false);
  if (opens !== undefined) { open(item.dataset.id); show(false); }
  if (remove !== undefined) trigger('remove', { id: item.dataset.id });
  if (rename !== undefined) {
    const form = item.querySelector('form');
    form.hidden = !form.hidden;
    if (!form.hidden) form.elements.title.select();
  }
});

element.addEventListener('submit', (event) => {
  event.preventDefault();
  const item = event.target.closest('li');
  if (item) trigger('rename', { id: item.dataset.id, title: event.target.elements.title.value });
});

element.addEventListener('input', (event) => {
  if (!event.target.matches('input[type=search]')) return;
  clearTimeout(typing);
  typing = setTimeout(() => trigger('find', { words: words() }), PAUSE);
});

watch('value', () => {
  const search = element.querySelector('input[type=search]');
  if (!shown || !search) return;
  search.focus();
  search.setSelectionRange(search.value.length, search.value.length);
});

document.addEventListener('kp-history', () => {
  show(!shown);
  if (shown) trigger('find', { words: '' });
});
document.addEventListener('kp-close', () => { if (shown) show(false); });

document.addEventListener('kp-shown', (event) => {
  if (!resumed) { // the page has just been loaded: go on where this browser tab was
    resumed = true;
    const kept = sessionStorage.getItem(KEY);
    if (kept && !event.detail) { open(kept); return; }
  }
  if (event.detail) sessionStorage.setItem(KEY, event.detail);
  else if (!document.querySelector('.kp-log .kp-turn')) sessionStorage.removeItem(KEY);
});
