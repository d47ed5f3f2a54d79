// Runs once for the conversation and once for the evidence panel; `element`, `trigger` and `watch` come from gr.HTML.

const panel = () => document.querySelector('section.kp-evidence');

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

element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-cite], [data-ask]');
  if (!target) return;
  event.preventDefault();
  const { ask, cite } = target.dataset;
  if (ask !== undefined) {
    document.dispatchEvent(new CustomEvent('kp-ask', { detail: ask })); // the composer sends it
  } else if (panel() && panel().dataset.active === cite) {
    showQuote(true);
  } else {
    const [turn, n] = cite.split('-').map(Number);
    trigger('cite', { turn, n });
  }
});

watch('value', () => {
  showLastTurn();
  document.dispatchEvent(new CustomEvent('kp-shown'));
  const section = element.querySelector('section.kp-evidence');
  if (section) showQuote(section.dataset.reveal === 'click');
});
