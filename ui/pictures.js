// Runs once in each tab that opens the page of a file beside a quote: the page is drawn when it is first asked for.

const tab = element.closest('#kp-verify, #kp-audit');

// A picture comes with the size of its page in points, in which the places are given.
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
  sheet.replaceChildren(image, ...(width && height ? JSON.parse(figure.dataset.boxes) : []).map(([left, top, right, bottom]) => {
    const frame = document.createElement('i');
    const share = (part, whole) => `${(100 * part) / whole}%`;
    frame.className = 'kp-box kp-on';
    Object.assign(frame.style, {
      left: share(left, width), top: share(top, height), width: share(right - left, width), height: share(bottom - top, height),
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

tab.addEventListener('toggle', (event) => {
  if (!event.target.matches('.kp-leaf[open]')) return;
  for (const figure of event.target.querySelectorAll('[data-picture]:not([data-drawn])')) {
    figure.dataset.drawn = 'yes';
    draw(figure);
  }
}, true);

tab.addEventListener('click', (event) => {
  const button = event.target.closest('.kp-leaf [data-enlarge]');
  if (!button) return;
  const figure = button.closest('figure');
  button.setAttribute('aria-pressed', String(figure.querySelector('.kp-paper').classList.toggle('kp-large')));
  centre(figure);
});
