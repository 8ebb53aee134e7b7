// By keyboard alone (OPS-3): everything is reached by Tab in reading order and shows that it has the focus; the shortcuts
// of the list; a form sent by Enter.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, Person } from '../support/browser.mjs';
import { startInstance } from '../support/instance.mjs';

let instance;
let browser;
let clerk;
before(async () => {
  instance = await startInstance({ customers: 120 });
  browser = await launch();
  clerk = await Person.at(browser, instance);
});
after(async () => {
  await browser?.close();
  await instance.stop();
});

const focused = (page) => page.evaluate(() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  return {
    tag: node.tagName, id: node.id, name: node.name ?? '', href: node.getAttribute('href'),
    // A ring or a shadow; a parent may draw it (search box).
    marked: [node, node.parentElement, node.parentElement?.parentElement].filter(Boolean).some((one) => {
      const found = getComputedStyle(one);
      return (found.outlineStyle !== 'none' && parseFloat(found.outlineWidth) > 0) || found.boxShadow !== 'none';
    }) || style.outlineStyle === 'auto',
    visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
});

async function typeAndEnter(page, key = 'Enter') {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

test('signing in without a mouse', async () => {
  const { page } = clerk;
  const { login, password } = instance.account('archive_clerk');
  await page.goto('/login');
  await page.keyboard.type(login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await typeAndEnter(page);
  assert.equal(new URL(page.url()).pathname, '/');
});

for (const address of ['/', '/customer', '/customer/new', 'record', 'reveal', '/account'])
  test(`Tab reaches everything on ${address} in reading order, and one sees where one is`, async () => {
    const { page } = clerk;
    const [{ id }] = instance.store("SELECT min(record_id) AS id FROM field_value WHERE kind = 1 AND field = 'bank_account';");
    await page.goto({ record: `/customer/${id}`, reveal: `/customer/${id}/reveal` }[address] ?? address);
    const expected = await page.evaluate(() => {
      document.activeElement.blur?.();
      const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
        .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled && node.tabIndex >= 0);
      const radios = new Set();
      const stops = all.filter((node) => {
        if (node.type !== 'radio') return true;
        if (radios.has(node.name)) return false; // a group is one stop
        return radios.add(node.name);
      });
      stops.forEach((node, i) => { node.dataset.stop = String(i); });
      return stops.length;
    });
    await page.evaluate(() => { document.body.tabIndex = -1; document.body.focus(); });
    const seen = [];
    for (let i = 0; i < expected; i++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => document.activeElement.dataset.stop);
      const found = await focused(page);
      seen.push(Number(stop));
      assert.ok(found.visible, `stop ${i} is in view: ${JSON.stringify(found)}`);
      assert.ok(found.marked, `stop ${i} is marked: ${JSON.stringify(found)}`);
    }
    assert.deepEqual(seen, Array.from({ length: expected }, (_, i) => i), 'in the order of the page');
  });

test('the first Tab offers to skip to the content', async () => {
  const { page } = clerk;
  await page.goto('/customer');
  await page.keyboard.press('Tab');
  assert.equal((await focused(page)).href, '#main');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.closest('main') !== null));
});

test('/ goes to the search, arrows walk the list, Enter opens', async () => {
  const { page } = clerk;
  await page.goto('/customer');
  await page.keyboard.press('/');
  assert.equal((await focused(page)).id, 'search');
  assert.equal(await page.inputValue('#search'), '', 'the key itself is not typed');
  await page.keyboard.type('有限');
  await typeAndEnter(page);
  assert.ok(page.url().includes('q='));
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  const first = await focused(page);
  assert.equal(first.tag, 'A');
  await page.keyboard.press('ArrowDown');
  const second = await focused(page);
  assert.notEqual(second.href, first.href);
  await page.keyboard.press('ArrowUp');
  await typeAndEnter(page);
  assert.equal(new URL(page.url()).pathname, first.href);
});

test('/ is an ordinary key where one types', async () => {
  const { page } = clerk;
  await page.goto('/customer/new');
  await page.focus('#f-name');
  await page.keyboard.type('a/b');
  assert.equal(await page.inputValue('#f-name'), 'a/b');
});

test('a customer entered and looked at without a mouse', async () => {
  const { page } = clerk;
  await page.goto('/customer/new');
  assert.equal((await focused(page)).id, 'f-name', 'the cursor is in the first field');
  await page.keyboard.type('键盘录入有限公司');
  await page.focus('#f-owner');
  await page.keyboard.type(instance.account('archive_clerk').login);
  await page.focus('#f-phone');
  await page.keyboard.type('19512121212');
  await page.keyboard.press('Enter');
  assert.equal((await focused(page)).id, 'f-fax', 'Enter goes to the next field, as in a spreadsheet');
  await typeAndEnter(page, 'Control+Enter');
  assert.match(new URL(page.url()).pathname, /^\/customer\/\d+$/);
  await page.focus('a.reveal[href$="field=phone"]');
  await typeAndEnter(page);
  await page.focus('input[name=purpose]');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await page.evaluate(() => document.querySelector('input[name=purpose]:checked')?.value), undefined);
  await page.focus('form.sheet .actions button[type=submit]');
  await typeAndEnter(page);
  assert.ok((await clerk.text()).includes('19512121212'));
});

test('a form that comes back has the focus on what is wrong', async () => {
  const { page } = clerk;
  await page.goto('/customer/new');
  await page.keyboard.type('错误公司');
  await page.focus('#f-owner');
  await page.keyboard.type(instance.account('archive_clerk').login);
  await page.focus('#f-phone');
  await page.keyboard.type('1');
  await typeAndEnter(page, 'Control+Enter');
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-summary]')), 'what is wrong is read out');
  await page.focus('[data-summary] a');
  await page.keyboard.press('Enter');
  assert.equal((await focused(page)).id, 'f-phone', 'its link leads to the field');
});

test('the account menu opens and closes by keyboard', async () => {
  const { page } = clerk;
  await page.goto('/customer');
  await page.focus('details.account summary');
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('form[action="/logout"] button').isVisible());
  await page.keyboard.press('Escape');
  assert.ok(!await page.locator('form[action="/logout"] button').isVisible());
  assert.equal((await focused(page)).tag, 'SUMMARY');
});

test('what opens below the list has the cursor in its first place: keeping a view, exporting', async () => {
  const { page } = clerk;
  await page.goto('/customer?q=gongsi');
  const open = async (words) => {
    await page.locator('details.keep summary', { hasText: words }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.closest('details.keep form'));
    return focused(page);
  };
  assert.equal((await open('保存为视图')).id, 'kept-name');
  assert.equal((await open('导出列表')).tag, 'BUTTON');
});
