// The choice of reports, and the buttons for conversations and help.

element.addEventListener('change', () => {
  const form = element.querySelector('.kp-scope');
  trigger('narrow', Object.fromEntries(new FormData(form)));
});

element.addEventListener('click', (event) => {
  if (event.target.closest('[data-help]')) element.querySelector('dialog').showModal();
  if (event.target.closest('[data-history]')) document.dispatchEvent(new CustomEvent('kp-history'));
});

document.addEventListener('kp-history-shown', (event) => {
  const button = element.querySelector('[data-history]');
  button.setAttribute('aria-expanded', String(event.detail));
  if (!event.detail && document.activeElement === document.body) button.focus();
});
