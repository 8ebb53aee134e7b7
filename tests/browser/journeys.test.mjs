// What people do, in a real browser: sign in, find, enter, correct, meet a colleague, look at something confidential, audit.
// In Chinese and in English, and once without JavaScript.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, Person } from '../support/browser.mjs';
import { startInstance } from '../support/instance.mjs';
import { codeOf, codesOf, forgetUse, secretOf } from '../support/totp.mjs';
import { workbook } from '../support/workbook.mjs';

let instance;
let browser;
before(async () => {
  instance = await startInstance({ customers: 120 });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance.stop();
});

const WAYS = [
  { name: 'Chinese', language: 'zh-CN', lang: 'zh-CN', phone: '19580000001', changes: 'marketing', factor: 'operations_manager' },
  { name: 'English', language: 'en-GB', lang: 'en', phone: '19580000002', changes: 'legal', factor: 'department_manager' },
  { name: 'Chinese without JavaScript', language: 'zh-CN', lang: 'zh-CN', scripts: false, phone: '19580000003', changes: 'service', factor: 'service_manager' },
];

const save = 'form.sheet .actions button[type=submit]';

for (const way of WAYS)
  describe(way.name, () => {
    const people = [];
    const visit = async (role) => {
      const person = await Person.at(browser, instance, way);
      people.push(person);
      if (role) await person.signIn(role);
      return person;
    };
    after(async () => {
      for (const person of people) {
        assert.deepEqual(person.problems, []);
        await person.close();
      }
    });

    test('signing in, choosing a password at the first time, signing out', async () => {
      const login = `journey.${WAYS.indexOf(way)}`;
      const added = instance.kedang(['user', 'add', login, '旅人', '--role', 'archive_clerk']);
      const oneTime = /(?:[a-z0-9]{4}-){2,}[a-z0-9]{4}/.exec(added.stdout)[0];
      const person = await visit();
      const { page } = person;
      await page.goto('/customer?sort=name');
      assert.equal(new URL(page.url()).pathname, '/login');
      assert.equal(await page.getAttribute('html', 'lang'), way.lang);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'login', 'the cursor is where one types');
      await page.fill('#login', login);
      await page.fill('#password', 'wrong password');
      await person.press('form[action="/login"] button[type=submit]');
      assert.equal(await page.inputValue('#login'), login, 'the name is kept');
      assert.equal(await page.inputValue('#password'), '');
      assert.ok(await page.locator('[role=alert]').isVisible());
      await page.fill('#password', oneTime);
      await person.press('form[action="/login"] button[type=submit]');
      assert.equal(new URL(page.url()).pathname, '/account/password');
      await page.fill('#present', oneTime);
      await page.fill('#fresh', 'kurz');
      await page.fill('#again', 'kurz');
      assert.equal((await person.press(save)).status(), 422);
      await page.fill('#present', oneTime);
      await page.fill('#fresh', `三更灯火 五更鸡鸣 ${login}`);
      await page.fill('#again', `三更灯火 五更鸡鸣 ${login}`);
      await person.press(save);
      assert.ok(await page.locator('[role=status]').isVisible(), 'it says so');
      await page.goto('/customer');
      assert.ok(await page.locator('tbody tr').count() > 0);
      await page.click('details.account summary');
      await person.press('form[action="/logout"] button');
      assert.equal(new URL(page.url()).pathname, '/login');
      await page.goBack().catch(() => {});
      assert.equal(await page.locator('tbody tr').count(), 0, 'Back shows nothing any more');
    });

    test('a second factor: set up, signing in with a code and with a recovery code, switched off', async () => {
      const { login, password } = instance.account(way.factor);
      const own = await visit(way.factor);
      await own.page.goto('/account');
      await own.press('a[href="/account/second-factor"]');
      await own.page.fill('#password', password);
      await own.press('form[action$="/begin"] button');
      assert.ok(await own.page.locator('svg.qr').isVisible());
      const box = await own.page.locator('svg.qr').boundingBox();
      assert.ok(box.width >= 200 && Math.abs(box.width - box.height) < 4, 'large enough to be scanned');
      const secret = secretOf(await own.page.content());
      await own.page.fill('#code', codeOf(secret));
      await own.press('form[action$="/confirm"] button');
      const codes = codesOf(await own.page.content());
      assert.equal(codes.length, 10);
      forgetUse(instance);

      const signIn = async (give) => {
        const person = await visit();
        await person.page.goto('/customer?sort=name');
        await person.page.fill('#login', login);
        await person.page.fill('#password', password);
        await person.press('form[action="/login"] button[type=submit]');
        assert.equal(new URL(person.page.url()).pathname, '/login/code');
        assert.equal(await person.page.getAttribute('html', 'lang'), way.lang);
        assert.equal(await person.page.evaluate(() => document.activeElement.id), 'code', 'the cursor is where one types');
        await give(person.page);
        await person.press('form[action="/login/code"] button[type=submit]');
        assert.ok(person.page.url().endsWith('/customer?sort=name'), 'where one wanted to go');
        return person;
      };
      await signIn((page) => page.fill('#code', codeOf(secret)));
      const again = await signIn(async (page) => {
        await page.click('details.recovery summary');
        await page.fill('#recovery', codes[3]);
      });
      await again.page.goto('/account/second-factor');
      assert.match(await again.text(), /9/);
      await again.page.fill('#off-password', password);
      await again.page.fill('#off-code', codes[4]);
      await again.press('form[action$="/off"] button');
      assert.ok(await again.page.locator('[role=status]').isVisible(), 'it says so');
    });

    test('where one is signed in: another browser is ended, and rows are as one likes them', async () => {
      const [here, there] = [await visit(way.factor), await visit(way.factor)];
      const height = (person) => person.page.locator('tbody tr').first().evaluate((row) => row.getBoundingClientRect().height);
      const ground = (person) => person.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await here.page.goto('/customer');
      const [low, light] = [await height(here), await ground(here)];
      await here.page.goto('/account');
      await here.press('form[action="/account/session/others"] button');
      assert.ok(await here.page.locator('[role=status]').isVisible());
      await there.page.goto('/account');
      assert.equal(new URL(there.page.url()).pathname, '/login');
      await here.page.check('input[name=density][value=comfortable]');
      await here.page.check('input[name=appearance][value=dark]');
      await here.press('form[action="/account/looks"] button');
      await here.page.goto('/customer');
      assert.ok(await height(here) > low + 5, 'more room');
      assert.notEqual(await ground(here), light, 'dark although the device is light');
      await here.page.emulateMedia({ media: 'print' });
      assert.equal(await ground(here), 'rgb(255, 255, 255)', 'paper is white');
      await here.page.emulateMedia({ media: 'screen' });
      await here.page.goto('/account');
      await here.page.check('input[name=appearance][value=light]');
      await here.press('form[action="/account/looks"] button');
      await here.page.emulateMedia({ colorScheme: 'dark' });
      await here.page.goto('/customer');
      assert.equal(await ground(here), light, 'light although the device is dark');
    });

    test('a clerk finds a customer and opens it', async () => {
      const person = await visit('archive_clerk');
      const { page } = person;
      const [{ name, archive_no: number }] = instance.store("SELECT name, archive_no FROM customer WHERE name NOT LIKE '旅程%' ORDER BY id LIMIT 1;");
      await page.goto('/customer');
      assert.ok((await page.locator('tbody tr').first().innerText()).includes('****') || await page.locator('.c-phone', { hasText: '****' }).count() > 0, 'masked');
      await page.fill('#search', name.slice(0, 2));
      await person.press('form[role=search] button[type=submit]');
      assert.ok(await page.locator('mark').count() > 0);
      await page.fill('#search', number);
      await person.press('form[role=search] button[type=submit]');
      assert.equal(await page.locator('tbody tr').count(), 1);
      await person.press('tbody a');
      assert.equal(await person.heading(), name);
      assert.ok((await person.text()).includes(number));
    });

    test('sales enters a customer, is told what is wrong, corrects it, adds a contact, sees the history', async () => {
      const person = await visit('sales');
      const { page } = person;
      const name = `旅程${way.phone.slice(-1)}号王𠮷钢铁有限公司`;
      await page.goto('/customer');
      await person.press('a[href="/customer/new"]');
      await page.fill('#f-name', name);
      await page.fill('#f-phone', '12345');
      await page.fill('#f-credit_code', '91110000802100433A');
      await page.selectOption('#f-kind', 'direct');
      await page.fill('#f-remarks', '第一行\n第二行');
      assert.equal((await person.press(save)).status(), 422);
      assert.equal(await page.inputValue('#f-name'), name);
      assert.equal(await page.inputValue('#f-phone'), '12345');
      assert.equal(await page.inputValue('#f-kind'), 'direct');
      assert.equal(await page.inputValue('#f-remarks'), '第一行\n第二行');
      for (const key of ['phone', 'credit_code']) {
        assert.equal(await page.getAttribute(`#f-${key}`, 'aria-invalid'), 'true');
        assert.ok(await page.locator(`#f-${key}-note .fault`).isVisible());
      }
      await page.fill('#f-phone', way.phone);
      await page.fill('#f-credit_code', '');
      await person.press(save);
      assert.equal(await person.heading(), name);
      assert.ok(await page.locator('[role=status]').isVisible());
      assert.ok((await person.text()).includes(`195****${way.phone.slice(-4)}`));
      assert.ok(!(await page.content()).includes(way.phone));

      await person.press('a[href$="/contact/new"]');
      await page.fill('#f-name', '李四𠮷');
      await page.fill('#f-mobile', `196${way.phone.slice(3)}`); // nobody else's: else one is asked (ARC-8)
      await person.press(save);
      assert.ok((await person.text()).includes('李四𠮷'));
      await person.press('a[href$="/edit"]:not([href*="/contact/"])');
      assert.equal(await page.inputValue('#f-phone'), '', 'a confidential input is empty');
      await page.fill('#f-goods', '螺纹钢');
      await person.press(save);
      await person.press('a[href$="/history"]');
      assert.ok((await person.text()).includes('螺纹钢'));
    });

    test('a colleague was quicker: both versions, nothing lost, OPS-2', async () => {
      const [first, second] = [await visit('sales'), await visit('sales')];
      await first.page.goto('/customer');
      await first.page.fill('#search', `旅程${way.phone.slice(-1)}号`);
      await first.press('form[role=search] button[type=submit]');
      await first.press('tbody a');
      const edit = `${new URL(first.page.url()).pathname}/edit`;
      await first.page.goto(edit);
      await second.page.goto(edit);
      await first.page.fill('#f-goods', '同事的焦炭');
      await first.page.fill('#f-flow', '唐山');
      await first.press(save);
      await second.page.fill('#f-goods', '我的板材');
      await second.page.fill('#f-address', '我的地址一号');
      assert.equal((await second.press(save)).status(), 409);
      assert.equal(await second.page.inputValue('#f-goods'), '我的板材');
      assert.equal(await second.page.inputValue('#f-flow'), '唐山');
      assert.ok((await second.text()).includes('同事的焦炭'));
      await second.page.check('input[name=theirs_goods]');
      await second.press(save);
      const text = await second.text();
      for (const part of ['同事的焦炭', '唐山', '我的地址一号']) assert.ok(text.includes(part), part);
      assert.ok(!text.includes('我的板材'));
    });

    test('looking at a confidential field: purpose, value, record; refused without a purpose or a right', async () => {
      const person = await visit('archive_clerk');
      const { page } = person;
      await page.goto(`/customer?q=${encodeURIComponent(`旅程${way.phone.slice(-1)}号`)}`);
      await person.press('tbody a');
      const record = page.url();
      await person.press('a.reveal[href$="field=phone"]');
      assert.ok(await page.isChecked('input[name=field][value=phone]'));
      assert.equal((await person.press(save)).status(), 422, 'no purpose');
      assert.ok(!(await page.content()).includes(way.phone));
      await page.check('input[name=purpose][value=contact]');
      const answer = await person.press(save);
      assert.equal(answer.status(), 200);
      assert.match(answer.headers()['cache-control'], /no-store/);
      assert.ok((await person.text()).includes(way.phone));
      await person.press('a.back');
      assert.equal(page.url().split('?')[0], record.split('?')[0]);
      assert.ok(!(await page.content()).includes(way.phone), 'masked again');
      const [shown] = instance.access(`field = 'phone' AND result = 1`).slice(-1);
      assert.equal(shown.login, instance.account('archive_clerk').login);

      const reader = await visit('technical');
      await reader.page.goto(record);
      assert.equal(await reader.page.locator('a.reveal').count(), 0, 'no button for who has no right');
    });

    test('the auditor sees who looked at it, and never the value', async () => {
      const person = await visit('auditor');
      const { page } = person;
      await page.goto('/audit');
      const [{ archive_no: number }] = instance.store(`SELECT archive_no FROM customer WHERE name LIKE '旅程${way.phone.slice(-1)}号%';`);
      await page.fill('#customer', number);
      await page.fill('#person', instance.account('archive_clerk').login);
      await person.press('form[action="/audit"] button[type=submit]');
      const rows = await page.locator('tbody tr').count();
      assert.ok(rows >= 2, 'shown once, refused once');
      assert.ok(!(await page.content()).includes(way.phone));
      await person.press('tbody a');
      assert.match(new URL(page.url()).pathname, /^\/audit\/\d+$/);
      assert.ok((await person.text()).includes(number));
      await page.goto('/customer');
      assert.ok((await person.text()).includes('403'));
    });

    test('ARC-13 a list from Excel: a column put right, faults by cell, the corrected file imported', async () => {
      const person = await visit('archive_clerk');
      const { page } = person;
      const number = WAYS.indexOf(way);
      const upload = async (phone) => {
        await page.goto('/import');
        const buffer = workbook({ 客户: [['单位名称', '联络方式', '成立日期'], [`旅程${number}甲有限公司`, '0755-23456789', { date: '2024-05-01' }], [`旅程${number}乙有限公司`, phone, '2023年6月7日']] });
        await page.setInputFiles('#file', { name: 'list.xlsx', mimeType: 'application/octet-stream', buffer });
        await person.press('form[action="/import"] button[type=submit]');
        await page.waitForSelector('select[name=c2]');
      };
      await upload('12');
      assert.equal(await page.inputValue('select[name=c1]'), 'customer.name');
      assert.equal(await page.inputValue('select[name=c2]'), number === 0 ? '' : 'customer.phone', 'what one chose is remembered');
      await page.selectOption('select[name=c2]', 'customer.phone');
      await page.fill('#owner', instance.account('archive_clerk').login);
      await person.press('form[action$="/check"] button[type=submit]');
      await page.waitForSelector('.rows-faults');
      assert.ok((await person.text()).includes('B3'));
      await upload('0755-23456780');
      await page.fill('#owner', instance.account('archive_clerk').login);
      await person.press('form[action$="/check"] button[type=submit]');
      await page.waitForSelector('form[action$="/write"]');
      await person.press('form[action$="/write"] button[type=submit]');
      await page.waitForSelector('a.btn-primary[href="/customer"]');
      assert.equal(instance.store(`SELECT count(*) AS n FROM customer WHERE name LIKE '旅程${number}_有限公司';`)[0].n, 2);
    });

    test('the language can be changed on any page and stays', async () => {
      const person = await visit(way.changes); // an account of its own: the choice stays with it
      const { page } = person;
      await page.goto('/customer?sort=name');
      await page.click('details.account summary');
      await person.press('form[action="/account/language"] button');
      assert.equal(await page.getAttribute('html', 'lang'), way.lang === 'en' ? 'zh-CN' : 'en');
      assert.ok(page.url().includes('sort=name'), 'one is where one was');
      await page.goto('/');
      assert.equal(await page.getAttribute('html', 'lang'), way.lang === 'en' ? 'zh-CN' : 'en');
      await page.click('details.account summary');
      await person.press('form[action="/account/language"] button');
    });
  });

test('when a service is down, the page says so in the person\'s words', async () => {
  const person = await (await Person.at(browser, instance)).signIn('archive_clerk');
  for (const pid of instance.pids('custodian')) process.kill(pid, 'SIGSTOP');
  const [{ id }] = instance.store("SELECT record_id AS id FROM field_value WHERE kind = 1 AND field = 'phone' LIMIT 1;");
  await person.page.goto(`/customer/${id}/reveal?field=phone`);
  await person.page.check('input[name=purpose][value=contact]');
  const answer = await person.press(save);
  for (const pid of instance.pids('custodian')) process.kill(pid, 'SIGCONT');
  assert.equal(answer.status(), 503);
  assert.ok((await person.text()).includes('暂时'));
  await person.close();
});

// Administration, once in each language.
for (const { name, language } of WAYS.slice(0, 2))
  test(`ORG-5 an administrator adds a person, moves them, and hands their customers over when they leave: ${name}`, async () => {
    const login = `novice.${language.slice(0, 2)}`;
    const admin = await (await Person.at(browser, instance, { language })).signIn('administrator');
    const { page } = admin;
    await admin.press('.tasks a[href="/admin/person"]');
    await admin.press('a[href="/admin/person/new"]');
    assert.equal(await page.evaluate(() => document.activeElement.name), 'login', 'the cursor is where one types');
    await page.fill('[name=login]', 'No Login');
    await admin.press(save);
    assert.equal(await page.inputValue('[name=login]'), 'No Login', 'what was typed is kept');
    assert.ok(await page.locator('#f-name-note .fault').isVisible());
    await page.fill('[name=login]', login);
    await page.fill('[name=name]', '新同事');
    const unit = instance.store("SELECT unit_id AS id FROM person WHERE login = 'sales_manager';")[0].id;
    const role = instance.store("SELECT id FROM role WHERE key = 'sales';")[0].id;
    await page.selectOption('[name=unit]', String(unit));
    await page.check(`[name=roles][value="${role}"]`);
    await admin.press(save);
    const oneTime = (await page.locator('.secret code').innerText()).trim();

    const novice = await Person.at(browser, instance, { language });
    await novice.page.goto('/login');
    await novice.page.fill('#login', login);
    await novice.page.fill('#password', oneTime);
    await novice.press('form[action="/login"] button[type=submit]');
    await novice.page.fill('#present', oneTime);
    await novice.page.fill('#fresh', 'a long walk to the harbour');
    await novice.page.fill('#again', 'a long walk to the harbour');
    await novice.press('form[action="/account/password"] button[type=submit]');
    await novice.page.goto('/customer/new');
    await novice.page.fill('[name=name]', `移交公司${login}`);
    await novice.press(save);

    await admin.press('.actions a.btn-primary');
    await admin.press('a[href$="/move"]');
    await page.selectOption('[name=unit]', { index: 1 });
    await admin.press(save);
    assert.ok(await page.locator('.notice').isVisible());
    await novice.page.goto('/customer');
    assert.equal(new URL(novice.page.url()).pathname, '/login', 'the session has ended');

    await admin.press('a[href$="/leave"]');
    assert.match(await admin.text(), /1/);
    await admin.press(save);
    assert.ok(await page.locator('#f-successor-note .fault').isVisible(), 'nobody takes over');
    await page.fill('[name=successor]', 'sales');
    await admin.press(save);
    assert.ok(await page.locator('a[href$="/reopen"]').isVisible());
    const sales = await (await Person.at(browser, instance, { language })).signIn('sales');
    await sales.page.goto('/customer');
    assert.ok((await sales.text()).includes(`移交公司${login}`));
    await admin.press('a[href*="/admin/record"]');
    assert.ok((await admin.text()).includes('新同事'));
    for (const person of [admin, novice, sales]) {
      assert.deepEqual(person.problems, []);
      await person.close();
    }
  });
