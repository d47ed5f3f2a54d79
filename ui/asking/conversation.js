// Runs once for the conversation, for the follow-ups and for the evidence; `element`, `trigger` and `watch` come from gr.HTML.

const panel = () => document.querySelector('#kp-panel section.kp-evidence');
const rated = new Map(); // verdict by conversation and turn: what is rendered anew forgets which button was pressed

// Bring the quote into view: within the panel always, within the window only where a person asked for it.
const showQuote = (asked) => {
  const section = panel();
  const mark = section && section.querySelector('mark');
  if (!mark) return;
  if (asked) mark.scrollIntoView({ block: 'center' });
  const offset = mark.getBoundingClientRect().top - section.getBoundingClientRect().top;
  section.scrollTop += offset - section.clientHeight / 3;
};

const showLastTurn = () => {
  const log = element.querySelector('.kp-log');
  const turns = log ? log.querySelectorAll('.kp-turn') : [];
  if (turns.length) log.scrollTop = turns[turns.length - 1].offsetTop - log.offsetTop;
};

const tell = (text) => document.dispatchEvent(new CustomEvent('kp-tell', { detail: text }));

// Works without https too, where there is no navigator.clipboard.
const copy = ({ text, html, done }) => {
  const fill = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData.setData('text/plain', text);
    event.clipboardData.setData('text/html', html);
  };
  document.addEventListener('copy', fill, { capture: true });
  if (document.execCommand('copy')) tell(done);
  document.removeEventListener('copy', fill, { capture: true });
};

const keyOf = (actions) => `${element.querySelector('.kp-log').dataset.conversation} ${actions.dataset.turn}`;
const pressed = (actions, verdict) => {
  actions.querySelectorAll('[data-rate]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.rate === verdict));
  });
};
const send = (actions, verdict, more = {}) => {
  rated.set(keyOf(actions), verdict);
  pressed(actions, verdict);
  trigger('rate', { turn: Number(actions.dataset.turn), verdict, ...more });
};
const rate = (button) => {
  const actions = button.closest('.kp-actions');
  const form = actions.querySelector('.kp-why');
  const asks = button.dataset.rate === 'down' && form.hidden;
  form.hidden = !asks;
  actions.querySelector('[data-rate=down]').setAttribute('aria-expanded', String(asks));
  if (asks) {
    form.scrollIntoView({ block: 'nearest' });
    form.querySelector('input').focus();
  } else if (button.dataset.rate === 'up') {
    send(actions, 'up');
  }
};

// The picture of a page comes with its size in points, in which the places are given.
const draw = async (figure) => {
  const sheet = figure.querySelector('.kp-sheet');
  const reply = await fetch(figure.dataset.picture);
  if (!reply.ok) { sheet.textContent = figure.dataset.failed; return; }
  const [width, height] = (reply.headers.get('x-page-size') || '').split(' ').map(Number);
  const image = document.createElement('img');
  image.alt = figure.dataset.alt;
  image.src = URL.createObjectURL(await reply.blob());
  await image.decode();
  URL.revokeObjectURL(image.src);
  sheet.removeAttribute('role');
  sheet.replaceChildren(image, ...(width && height ? JSON.parse(figure.dataset.boxes) : []).map((box) => {
    const frame = document.createElement('i');
    frame.className = 'kp-box kp-on';
    const [left, top, right, bottom] = [box[0] / width, box[1] / height, box[2] / width, box[3] / height];
    Object.assign(frame.style, {
      left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * (right - left)}%`, height: `${100 * (bottom - top)}%`,
    });
    return frame;
  }));
  centre(figure);
};
const centre = (figure) => {
  const [paper, box] = [figure.querySelector('.kp-paper'), figure.querySelector('.kp-box')];
  if (!box) return;
  paper.scrollTop = box.offsetTop + box.offsetHeight / 2 - paper.clientHeight / 2;
  paper.scrollLeft = box.offsetLeft + box.offsetWidth / 2 - paper.clientWidth / 2;
};
const enlarge = (button) => {
  const figure = button.closest('figure');
  const large = figure.querySelector('.kp-paper').classList.toggle('kp-large');
  button.setAttribute('aria-pressed', String(large));
  centre(figure);
};

const cite = (target) => {
  if (panel() && panel().dataset.active === target.dataset.cite) {
    panel().dataset.reveal = 'click';
    showQuote(true);
  } else {
    const [turn, n] = target.dataset.cite.split('-').map(Number);
    trigger('cite', { turn, n });
  }
};

element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-cite], [data-ask], [data-copy], [data-rate], [data-enlarge], [data-close]');
  if (!target) return;
  event.preventDefault();
  const { ask, copy: copied, rate: verdict, enlarge: larger, close } = target.dataset;
  if (ask !== undefined) document.dispatchEvent(new CustomEvent('kp-ask', { detail: ask })); // the composer sends it
  else if (copied !== undefined) copy(target.dataset);
  else if (verdict !== undefined) rate(target);
  else if (larger !== undefined) enlarge(target);
  else if (close !== undefined) document.dispatchEvent(new CustomEvent('kp-close'));
  else cite(target);
});

element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  const reason = form.querySelector('input:checked');
  send(form.closest('.kp-actions'), 'down', {
    reason: reason ? reason.value : '', note: form.querySelector('textarea').value,
  });
  form.hidden = true;
});

document.addEventListener('kp-close', () => { // on a phone the evidence lies over the conversation
  if (panel()) panel().dataset.reveal = 'closed';
});

watch('value', () => {
  const log = element.querySelector('.kp-log');
  if (log) {
    showLastTurn();
    element.querySelectorAll('.kp-actions').forEach((actions) => pressed(actions, rated.get(keyOf(actions))));
    document.dispatchEvent(new CustomEvent('kp-shown', { detail: log.dataset.conversation }));
  }
  const section = element.querySelector('section.kp-evidence');
  if (!section) return;
  showQuote(section.dataset.reveal === 'click');
  section.querySelectorAll('figure[data-picture]').forEach(draw);
});
