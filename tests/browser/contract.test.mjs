// Drafting a contract in a real browser: rows that come and go, sums that follow, with JavaScript and without (OPS-3).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, Person } from '../support/browser.mjs';
import { startInstance } from '../support/instance.mjs';

let instance;
let browser;
let customer;
before(async () => {
  instance = await startInstance({ customers: 60 });
  browser = await launch();
  [{ id: customer }] = instance.store(`SELECT min(c.id) AS id FROM customer c JOIN person p ON p.id = c.owner_id WHERE p.login = '${instance.account('sales').login}';`);
});
after(async () => {
  await browser?.close();
  await instance.stop();
});

const save = 'form.sheet .actions button[type=submit]';
const cell = (row, field) => `#f-line-${row}-${field}`;

async function fillLine(page, row, [item, unit, quantity, price]) {
  for (const [field, value] of Object.entries({ item, unit, quantity, price })) await page.fill(cell(row, field), value);
}

for (const scripts of [true, false])
  test(`CON-9 lines are added, taken away and counted ${scripts ? 'in place' : 'without JavaScript'}`, async () => {
    const person = await Person.at(browser, instance, { language: 'zh-CN', scripts });
    await person.signIn('sales');
    const { page } = person;
    await page.goto(`/customer/${customer}`);
    await person.press(`a[href="/contract/new/${customer}"]`);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'f-title', 'the cursor is where one types');
    await page.fill('#f-title', '浏览器合同');
    await fillLine(page, 1, ['运输', '吨', '１０', '150']);
    await fillLine(page, 2, ['装卸', '吨', '2', '30']);
    await fillLine(page, 3, ['仓储', '天', '1', '99.99']);
    if (scripts) {
      await page.click('[data-more]:visible >> nth=0');
      await page.waitForSelector(cell(4, 'item'));
      assert.equal(await page.evaluate(() => document.activeElement.id), 'f-line-4-item');
      await fillLine(page, 4, ['保险', '次', '1', '0.01']);
      assert.equal(await page.textContent('[data-sum]'), '1,660.00');
      await page.click('.cells-lines tr:nth-child(2) .row-remove'); // 装卸 goes, the others move up
      assert.equal(await page.inputValue(cell(2, 'item')), '仓储');
      assert.equal(await page.textContent('[data-sum]'), '1,600.00');
      assert.equal(await page.locator('#f-line-4-item').count(), 0);
      await page.press(cell(1, 'item'), 'Enter'); // goes on, and saves nothing
      assert.equal(await page.evaluate(() => document.activeElement.id), 'f-line-1-unit');
    } else {
      await person.press('button[name=more][value=line]');
      assert.equal(await page.inputValue('#f-title'), '浏览器合同');
      await fillLine(page, 4, ['保险', '次', '1', '0.01']);
      for (const field of ['item', 'unit', 'quantity', 'price']) await page.fill(cell(2, field), '');
      await person.press('button[name=more][value=sum]');
      assert.equal(await page.textContent('[data-sum]'), '1,600.00');
      assert.match(await page.textContent('[data-words]'), /人民币壹仟陆佰元整/);
    }
    await person.press(save);
    assert.match(await page.textContent('main'), /合同已起草/);
    assert.match(await page.textContent('.facts'), /1,600\.00 人民币壹仟陆佰元整/);
    assert.deepEqual(await page.locator('.rows-lines tbody tr td:nth-child(2)').allTextContents(), ['运输', '仓储', '保险']);
    assert.deepEqual(person.problems, []);
    await person.close();
  });
