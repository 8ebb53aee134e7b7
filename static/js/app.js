// On every page. Nothing here is needed: it only makes the page quicker for those who have JavaScript.
document.documentElement.classList.add('js');

const isTyping = (target) => target.closest('input, textarea, select, [contenteditable]') !== null;

// "/" goes to the search box, Escape leaves it.
const search = document.getElementById('search');
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === '/' && search && !isTyping(event.target)) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === 'Escape' && event.target === search) search.blur();
});

// Arrow keys walk through a list; from the search box, down goes into it, and Escape returns to the box. Home and End are its ends; left
// and right turn pages.
const rows = [...document.querySelectorAll('[data-rows] tbody a[href]')];
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  const at = rows.indexOf(event.target);
  const idle = event.target === document.body || event.target.id === 'main';
  const target = {
    ArrowDown: at >= 0 || idle || event.target === search ? rows[at + 1] : undefined,
    ArrowUp: at > 0 ? rows[at - 1] : undefined,
    Home: at >= 0 ? rows[0] : undefined,
    End: at >= 0 ? rows[rows.length - 1] : undefined,
  }[event.key];
  if (target) {
    event.preventDefault();
    target.focus();
  }
  if (event.key === 'Escape' && at >= 0) search?.focus();
  if (at >= 0 || idle) {
    const turn = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
    if (turn) document.querySelector(`a[rel="${turn}"]`)?.click();
  }
});

// A text that its column is too narrow for is told whole when pointed at.
document.addEventListener('pointerover', ({ target }) => {
  for (const part of [target.closest('.rows a'), target.closest('.rows td')]) {
    if (part && !part.title && part.scrollWidth > part.clientWidth && part.clientWidth > 0) part.title = part.textContent.trim();
  }
});

// A form is sent once, however often its button is pressed; coming back through the history makes it usable again.
for (const form of document.querySelectorAll('form[data-guard]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'true';
  });
}
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// What opens below its heading takes the cursor: one goes on typing.
for (const part of document.querySelectorAll('details.keep')) {
  part.addEventListener('toggle', () => {
    if (part.open) part.querySelector('input:not([type=hidden]), button').focus();
  });
}

// A back link returns to the list as it was left (search, page, place) where the browser knows which entry that is.
for (const link of document.querySelectorAll('a[data-back]')) {
  link.addEventListener('click', (event) => {
    const entries = window.navigation?.entries?.() ?? [];
    const past = entries.slice(0, window.navigation?.currentEntry?.index ?? 0).reverse();
    const list = past.find((entry) => new URL(entry.url).pathname === link.dataset.back);
    if (!list || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    window.navigation.traverseTo(list.key);
  });
}

// The account menu closes by Escape and by a click elsewhere.
const account = document.querySelector('details.account');
document.addEventListener('click', (event) => {
  if (account?.open && !account.contains(event.target)) account.open = false;
});
account?.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  account.open = false;
  account.querySelector('summary').focus();
});

// Long numbers are read in groups: a mobile number 138 0000 2222, an identity number by place, birthday and rest, an account
// number by fours. The gaps are margins, so it is copied as it is stored.
const GROUPINGS = [/^(1\d{2})(\d{4})(\d{4})$/, /^(\d{6})((?:19|20)\d{6})(\d{3}[\dX])$/];
const groupsOf = (text) => GROUPINGS.map((grouping) => grouping.exec(text)?.slice(1)).find(Boolean)
  ?? (/^\d{12,}$/.test(text) ? text.match(/\d{1,4}/g) : [text]);
for (const shown of document.querySelectorAll('.revealed-value')) {
  const groups = groupsOf(shown.textContent);
  if (groups.length < 2) continue;
  shown.replaceChildren(...groups.map((digits) => {
    const group = document.createElement('span');
    group.textContent = digits;
    return group;
  }));
}

// What went wrong is read out and seen first.
document.querySelector('[data-summary]')?.focus();
