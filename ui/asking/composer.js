// Sends questions one after another: what is sent while an earlier one is looked up waits in a list and is not lost.

const PATIENCE = 60000; // milliseconds after which an answer is no longer waited for
const TOLD = 5000; // milliseconds that a message stays
const waiting = [];
let awaited = 0; // settled exchanges that there will be once the question that was sent is answered
let sentAt = 0;
let telling = 0;

const box = () => element.querySelector('textarea');
const settled = () => document.querySelectorAll('.kp-log .kp-turn:not(:has(.kp-pending))').length;
const isBusy = () => settled() < awaited && Date.now() - sentAt < PATIENCE;

const send = (question) => {
  awaited = settled() + 1;
  sentAt = Date.now();
  trigger('ask', { question });
};

const showWaiting = () => {
  const list = element.querySelector('.kp-waiting');
  list.hidden = waiting.length === 0;
  list.replaceChildren(...waiting.map((question, position) => {
    const item = document.createElement('li');
    const drop = document.createElement('button');
    drop.type = 'button';
    drop.textContent = '×';
    drop.setAttribute('aria-label', list.dataset.drop);
    drop.addEventListener('click', () => { waiting.splice(position, 1); showWaiting(); });
    item.append(`${list.dataset.waiting}${question}`, drop);
    return item;
  }));
};

const offer = (question) => {
  if (!isBusy()) return send(question);
  waiting.push(question);
  showWaiting();
};

const submit = () => {
  const question = box().value;
  box().value = '';
  offer(question);
};

const startOver = () => {
  waiting.length = 0;
  awaited = 0;
  showWaiting();
  trigger('fresh');
  box().focus();
};

// Said to those who hear the page: what is rendered anew as a whole would be read out from its beginning, or not at all.
const tell = (text, shown = true) => {
  const line = element.querySelector('.kp-told');
  line.classList.toggle('kp-sr', !shown);
  line.textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => { line.textContent = ''; }, TOLD);
};

let told = '';
const tellAnswer = () => {
  const turns = document.querySelectorAll('.kp-log .kp-turn');
  const answer = turns.length && turns[turns.length - 1].querySelector('.kp-answer');
  if (!answer || isBusy() || answer.querySelector('.kp-pending')) return;
  const said = `${turns.length} ${answer.textContent}`;
  if (said !== told && awaited) tell(element.querySelector('.kp-told').dataset.answered + answer.textContent, false);
  told = said;
};

element.addEventListener('submit', (event) => { event.preventDefault(); submit(); });

element.addEventListener('keydown', (event) => {
  const composing = event.isComposing || event.keyCode === 229; // Safari ends the composition before the key
  if (event.key !== 'Enter' || event.shiftKey || composing || !event.target.matches('textarea')) return;
  event.preventDefault();
  submit();
});

element.addEventListener('click', (event) => {
  if (event.target.closest('[data-fresh]')) startOver();
});

// Keys that work everywhere on this tab, but where something is typed.
const isTyping = (target) => Boolean(target.closest && target.closest('input:not([type=radio]), textarea, select, [contenteditable]'));
const press = (selector) => {
  const button = document.querySelector(selector);
  if (button) button.click();
  return Boolean(button);
};
const KEYS = {
  '/': () => { box().focus(); return true; },
  '[': () => press('#kp-panel [data-step=back]:not(:disabled)'),
  ']': () => press('#kp-panel [data-step=on]:not(:disabled)'),
  '?': () => press('#kp-bar [data-help]'),
};

document.addEventListener('keydown', (event) => {
  if (!element.isConnected || element.offsetParent === null) return; // another tab is open
  if (event.key === 'Escape') document.dispatchEvent(new CustomEvent('kp-close'));
  if (event.isComposing || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
  if (event.altKey) {
    if (event.code !== 'KeyN') return;
    event.preventDefault();
    startOver();
  } else if (!isTyping(event.target) && KEYS[event.key] && KEYS[event.key]()) {
    event.preventDefault();
  }
});

document.addEventListener('kp-ask', (event) => offer(event.detail));
document.addEventListener('kp-tell', (event) => tell(event.detail));
document.addEventListener('kp-shown', () => {
  tellAnswer();
  if (waiting.length === 0 || isBusy()) return;
  send(waiting.shift());
  showWaiting();
});
document.addEventListener('kp-opened', () => { // another conversation: what was awaited belongs to the one before
  awaited = 0;
  waiting.length = 0;
  showWaiting();
});
