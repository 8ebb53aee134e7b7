// On pages with a form from a field table: unsaved changes, room left, a colleague's values.
const form = document.querySelector('form.sheet');

// Leaving with unsaved changes asks first. A form that comes back with faults has unsaved changes from the start.
let unsaved = form.querySelector('[data-summary]') !== null;
form.addEventListener('input', () => { unsaved = true; });
form.addEventListener('submit', () => { unsaved = false; });
window.addEventListener('beforeunload', (event) => {
  if (unsaved) event.preventDefault();
});

// As in a spreadsheet: Enter goes to the next field, Ctrl+Enter saves. A half-filled record is not saved by habit.
const inputs = () => [...form.querySelectorAll(':is(.field, .cell) :is(input:not([type=checkbox]), select, textarea)')];
form.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const fields = inputs(); // rows come and go
  const at = fields.indexOf(event.target);
  if (at < 0 || event.target.tagName === 'TEXTAREA') return;
  event.preventDefault();
  (fields[at + 1] ?? form.querySelector('.actions button')).focus();
});
const keysHint = form.querySelector('[data-keys]');
if (keysHint) keysHint.hidden = false;

// Near the limit, how much of it is used: "180 / 200". Counted in characters, as the program does.
const SHOWN_FROM = 0.8;
for (const input of form.querySelectorAll('[data-max]')) {
  const max = Number(input.dataset.max);
  if (!max) continue;
  const counter = document.createElement('span');
  counter.className = 'counter';
  counter.setAttribute('aria-hidden', 'true');
  input.after(counter);
  const show = () => {
    const used = [...input.value.trim()].length;
    counter.textContent = used >= max * SHOWN_FROM && max > 1 && used > 0 ? `${used} / ${max}` : '';
    counter.classList.toggle('over', used > max);
  };
  input.addEventListener('input', show);
  show();
}

// Taking the colleague's value: one's own input rests, and comes back when the tick is removed.
for (const box of form.querySelectorAll('[data-theirs]')) {
  const input = document.getElementById(box.dataset.theirs);
  const apply = () => input.classList.toggle('resting', box.checked);
  box.addEventListener('change', apply);
  apply();
}
