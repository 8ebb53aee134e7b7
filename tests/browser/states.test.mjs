// Every page in every state in a real browser: no accessibility violation, nothing wider than the screen, no error, nobody
// else asked. Screenshots for people are in build/screenshots.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DESKTOP, launch, Person, PHONE } from '../support/browser.mjs';
import { signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { prepareStates, states } from '../support/states.mjs';

const VIEWS = [
  { name: 'desktop-zh', language: 'zh-CN', viewport: DESKTOP },
  { name: 'phone-en', language: 'en-GB', viewport: PHONE },
];
const DARK = /^(sign-in|list|record|new customer, all wrong|edit customer, conflict|reveal|revealed|history|account|second factor|second factor, being set up|recovery codes|code|access log|access record)$/;

let instance;
let browser;
let all;
before(async () => {
  instance = await startInstance({ customers: 300 });
  all = states(await prepareStates(instance, await signedIn(instance, 'archive_clerk')));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance.stop();
});

async function lookAt(view, wanted, t) {
  const people = new Map();
  for (const state of wanted) {
    if (!people.has(state.role)) {
      const person = await Person.at(browser, instance, view);
      people.set(state.role, state.role === null ? person : await person.signIn(state.role));
    }
    const person = people.get(state.role);
    await t.test(state.name, async () => {
      person.problems = [];
      const { status } = await state.show(person);
      assert.equal(status, state.status, (await person.text()).slice(0, 300));
      if (state.says) assert.match(await person.text(), state.says);
      const found = { axe: await person.axe(), overflow: await person.overflow(), problems: person.problems };
      await person.screenshot(view.name, state.name);
      assert.deepEqual(found, { axe: [], overflow: null, problems: [] });
    });
  }
  for (const person of people.values()) await person.close();
}

describe('every state', () => {
  for (const view of VIEWS) test(view.name, (t) => lookAt(view, all, t));
  test('dark', (t) => lookAt({ name: 'dark-zh', language: 'zh-CN', viewport: DESKTOP, colors: 'dark' }, all.filter((state) => DARK.test(state.name)), t));
});

test('axe finds what is wrong', async () => {
  const person = await (await Person.at(browser, instance)).signIn('archive_clerk');
  await person.page.goto('/customer');
  await person.page.evaluate(() => document.querySelector('label[for="search"]').remove());
  await person.page.evaluate(() => { document.querySelector('#search').removeAttribute('placeholder'); });
  assert.ok((await person.axe()).length > 0);
  await person.page.evaluate(() => { document.querySelector('main').style.width = '3000px'; });
  assert.notEqual(await person.overflow(), null);
  await person.close();
});
