// Suggestions while a region is typed, in forms that name the list of regions.
const form = document.querySelector('form[data-regions]');

// Administrative regions whose full name contains what is typed, loaded when first wanted.
const SUGGESTIONS = 20;
let regions;
async function loadRegions() {
  regions ??= fetch(form.dataset.regions).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
  return regions;
}
for (const input of form.querySelectorAll('[data-region]')) {
  const list = document.getElementById(input.getAttribute('list'));
  input.addEventListener('focus', loadRegions, { once: true });
  input.addEventListener('input', async (event) => {
    if (event.isComposing) return;
    const typed = input.value.trim();
    const names = await loadRegions();
    if (input.value.trim() !== typed) return;
    const found = typed === '' ? [] : names.filter((name) => name.includes(typed)).slice(0, SUGGESTIONS);
    list.replaceChildren(...found.map((name) => new Option(name, name)));
  });
}
