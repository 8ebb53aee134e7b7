// How pages lie on the screen and on paper: density for clerks, phones, print, no JavaScript, nothing cut off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, launch, Person, PHONE } from '../support/browser.mjs';
import { signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { prepareStates } from '../support/states.mjs';

let instance;
let browser;
let full;
before(async () => {
  instance = await startInstance({ customers: 150 });
  ({ full } = await prepareStates(instance, await signedIn(instance, 'archive_clerk')));
  const auditing = await signedIn(instance, 'archive_clerk');
  for (let i = 0; i < 60; i++) await auditing.post(`/customer/${full}/reveal`, { field: 'phone', purpose: 'contact' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance.stop();
});

const rowsInView = (page) => page.evaluate(() => [...document.querySelectorAll('tbody tr')].filter((row) => {
  const box = row.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
}).length);

for (const [role, address] of [['archive_clerk', '/customer'], ['archive_clerk', '/customer?q=%E6%9C%89%E9%99%90'], ['auditor', '/audit']])
  for (const language of ['zh-CN', 'en-GB'])
    test(`at least 20 rows of ${address} at 1366 × 768 (${language})`, async () => {
      const person = await (await Person.at(browser, instance, { language })).signIn(role);
      await person.page.goto(address);
      const rows = await rowsInView(person.page);
      assert.ok(rows >= 20, `${rows} rows`);
      await person.close();
    });

for (const [role, address] of [['archive_clerk', '/'], ['archive_clerk', '/customer'], ['archive_clerk', '/customer?q=%E6%9C%89%E9%99%90'], ['auditor', '/audit']])
  for (const language of ['zh-CN', 'en-GB'])
    test(`a row of ${address} is one line, and a cut-off text is there in full for the mouse (${language})`, async () => {
      const person = await (await Person.at(browser, instance, { language })).signIn(role);
      await person.page.goto(address);
      const faults = await person.page.evaluate(() => [...document.querySelectorAll('thead th, tbody td')].flatMap((cell) => {
        const lines = Math.round(cell.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight || '20'));
        const inner = cell.querySelector('a') ?? cell;
        const cut = inner.scrollWidth > inner.clientWidth + 1 && getComputedStyle(inner).overflowX !== 'visible';
        inner.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
        return [...(lines > 2 ? [`${lines} lines: ${cell.innerText}`] : []), ...(cut && !inner.title && !cell.title ? [`cut off: ${cell.innerText}`] : [])];
      }));
      assert.deepEqual(faults, []);
      await person.close();
    });

test('a name that its column is too narrow for is told whole by the mouse, one that fits is not', async () => {
  const person = await (await Person.at(browser, instance, { viewport: { width: 900, height: 700 } })).signIn('archive_clerk');
  const { page } = person;
  await page.goto('/customer');
  const names = await page.evaluate(() => [...document.querySelectorAll('tbody .c-name a')].map((one) => ({ text: one.textContent, cut: one.scrollWidth > one.clientWidth })));
  for (const cut of [true, false]) {
    const at = names.findIndex((one) => one.cut === cut);
    assert.ok(at >= 0, `one name at least is ${cut ? 'cut off' : 'whole'}: ${JSON.stringify(names)}`);
    const link = page.locator('tbody .c-name a').nth(at);
    await link.hover();
    assert.equal(await link.getAttribute('title'), cut ? names[at].text : null);
  }
  await person.close();
});

test('at 360 px what one presses is large enough and nothing lies over anything else', async () => {
  const person = await (await Person.at(browser, instance, { viewport: PHONE })).signIn('archive_clerk');
  for (const address of ['/', '/customer', `/customer/${full}`, `/customer/${full}/edit`, `/customer/${full}/reveal`]) {
    await person.page.goto(address);
    assert.equal(await person.overflow(), null, address);
    const small = await person.page.evaluate(() => [...document.querySelectorAll('button, .btn, summary, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
      .filter((node) => node.checkVisibility({ visibilityProperty: true }))
      .map((node) => ({ box: node.getBoundingClientRect(), text: node.innerText || node.name }))
      .filter(({ box }) => box.width > 1 && (box.height < 24 || box.width < 24)).map(({ box, text }) => `${text}: ${box.width} × ${box.height}`));
    assert.deepEqual(small, [], address);
  }
  await person.close();
});

test('a record on paper: everything of it, masks only, no controls, who printed it', async () => {
  const person = await (await Person.at(browser, instance)).signIn('archive_clerk');
  const { page } = person;
  await page.goto(`/customer/${full}`);
  const onScreen = await page.locator('dl.record').allInnerTexts();
  await page.emulateMedia({ media: 'print' });
  for (const selector of ['nav.menu', 'form[role=search]', 'details.account', '.page-actions a', 'a.reveal', 'a.skip'])
    for (const node of await page.locator(selector).all()) assert.ok(!await node.isVisible(), `${selector} is not printed`);
  assert.ok(await page.locator('h1').isVisible());
  const words = (texts) => texts.join(' ').replace(/查看\S*|\s+/g, '');
  assert.equal(words(await page.locator('dl.record').allInnerTexts()).length > 0, true);
  for (const [i, text] of (await page.locator('dl.record dt').allInnerTexts()).entries()) assert.ok(text !== '', `field ${i}`);
  assert.ok(onScreen.length > 0);
  const { name } = instance.store(`SELECT name FROM person WHERE login = '${instance.account('archive_clerk').login}';`)[0];
  assert.ok((await person.text()).includes(name), 'who printed it');
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  await person.screenshot('print', 'record');
  const pdf = await page.pdf({ format: 'A4' });
  const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;
  assert.ok(pages >= 1 && pages <= 4, `${pages} pages`);
  await page.emulateMedia({ media: 'screen' });
  await person.close();
});

test('what was revealed is not printed with the page', async () => {
  const person = await (await Person.at(browser, instance)).signIn('archive_clerk');
  await person.send(`/customer/${full}/reveal`, `/customer/${full}/reveal`, { field: ['phone'], purpose: 'contact' });
  const value = await person.page.locator('.revealed-value').first().innerText();
  assert.match(value, /^\d{11}$/);
  await person.page.emulateMedia({ media: 'print' });
  assert.ok(!(await person.text()).includes(value));
  await person.close();
});

test('a phone in the dark with large letters', async () => {
  const person = await (await Person.at(browser, instance, { viewport: PHONE, colors: 'dark' })).signIn('archive_clerk');
  await person.page.goto(`/customer/${full}`);
  await person.page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  assert.equal(await person.overflow(), null);
  await person.close();
});

test('without JavaScript nothing is missing', async () => {
  const [plain, rich] = [await Person.at(browser, instance, { scripts: false }), await Person.at(browser, instance)];
  await plain.signIn('archive_clerk');
  await rich.signIn('archive_clerk');
  for (const address of ['/customer', `/customer/${full}`, `/customer/${full}/edit`]) {
    for (const person of [plain, rich]) await person.page.goto(address);
    const controls = (person) => person.page.locator('main a:visible, main button:visible, main input:visible, main select:visible, main textarea:visible').count();
    assert.equal(await controls(plain), await controls(rich), address);
  }
  await plain.close();
  await rich.close();
});

test('a long number that is shown is read in groups and copied as it is stored', async () => {
  const person = await (await Person.at(browser, instance)).signIn('archive_clerk');
  await person.send(`/customer/${full}/reveal`, `/customer/${full}/reveal`,
    { field: ['bank_account'], purpose: 'billing', purpose_text: '核对三月货款账号' });
  const shown = person.page.locator('.revealed-value');
  assert.match(await shown.textContent(), /^\d{12,}$/);
  for (const group of (await shown.locator('span').allTextContents()).slice(0, -1)) assert.match(group, /^\d{4}$/);
  assert.ok(await shown.locator('span').count() > 2);
  await person.close();
});
