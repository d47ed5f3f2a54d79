// Light or dark: as the system has it until somebody chooses; the choice is kept in this browser.
const kept = window.localStorage.getItem('kaoping-look');
if (kept) document.body.classList.toggle('dark', kept === 'dark');

element.addEventListener('click', (event) => {
  if (!event.target.closest('[data-look]')) return;
  const isDark = document.body.classList.toggle('dark');
  window.localStorage.setItem('kaoping-look', isDark ? 'dark' : 'light');
});

// How high the title bar is depends on what it says; the panels take the rest of the window.
new ResizeObserver(() => {
  const tabs = document.querySelector('#kp-tabs > .tab-wrapper');
  if (!tabs) return;
  const above = Math.ceil(tabs.getBoundingClientRect().bottom + window.scrollY) + 10;
  document.documentElement.style.setProperty('--kp-above', `${above}px`);
}).observe(document.body);
