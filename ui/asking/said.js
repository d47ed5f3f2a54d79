// Hands a line that the server says to the composer, which has a place for it that stays.

watch('value', () => {
  const line = element.querySelector('.kp-said');
  if (line) document.dispatchEvent(new CustomEvent('kp-tell', { detail: line.textContent }));
});
