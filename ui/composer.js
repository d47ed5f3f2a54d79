// Sends questions one after another: what is sent while an earlier one is looked up waits in a list and is not lost.

const PATIENCE = 60000; // milliseconds after which an answer is no longer waited for
const waiting = [];
let awaited = 0; // settled exchanges that there will be once the question that was sent is answered
let sentAt = 0;

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
    drop.setAttribute('aria-label', '不问了');
    drop.addEventListener('click', () => { waiting.splice(position, 1); showWaiting(); });
    item.append(`排队中：${question}`, drop);
    return item;
  }));
};

const offer = (question) => {
  if (!isBusy()) return send(question);
  waiting.push(question);
  showWaiting();
};

const submit = () => {
  const box = element.querySelector('textarea');
  const question = box.value;
  box.value = '';
  offer(question);
};

element.addEventListener('submit', (event) => { event.preventDefault(); submit(); });

element.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !event.target.matches('textarea')) return;
  event.preventDefault();
  submit();
});

element.addEventListener('click', (event) => {
  if (!event.target.closest('[data-fresh]')) return;
  waiting.length = 0;
  awaited = 0;
  showWaiting();
  trigger('fresh');
});

document.addEventListener('kp-ask', (event) => offer(event.detail));
document.addEventListener('kp-shown', () => {
  if (waiting.length === 0 || isBusy()) return;
  send(waiting.shift());
  showWaiting();
});
