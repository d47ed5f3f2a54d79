// Light or dark: as the system has it until somebody chooses; the choice is kept in this browser.
const kept = window.localStorage.getItem('kaoping-look');
if (kept) document.body.classList.toggle('dark', kept === 'dark');

element.addEventListener('click', (event) => {
  if (!event.target.closest('[data-look]')) return;
  const isDark = document.body.classList.toggle('dark');
  window.localStorage.setItem('kaoping-look', isDark ? 'dark' : 'light');
});
