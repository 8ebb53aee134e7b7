// Every page in every state, in both languages: sound HTML, nothing inline, nothing foreign, strict headers, and a small
// fixed number of statements.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { foreignAddresses, htmlFaults, inlineCode } from '../support/checker.mjs';
import { Client, ENGLISH, signedIn } from '../support/client.mjs';
import { attribute, elements, text } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';
import { prepareStates, states } from '../support/states.mjs';

let instance;
let prepared;
let shown; // {state, language, answer}
let pages;
const clients = new Map();

async function clientFor(role, language) {
  const key = `${role} ${language}`;
  if (!clients.has(key)) {
    const options = language === 'en' ? ENGLISH : {};
    clients.set(key, role === null ? new Client(instance, options) : await signedIn(instance, role, options));
  }
  return clients.get(key);
}

function visitorOf(client) {
  const keep = async (answering) => { client.shown = await answering; return client.shown; };
  return {
    get: (path) => keep(client.get(path)),
    send: async (path, action, values, between = () => {}) => {
      await keep(client.get(path));
      between();
      return keep(client.send(client.shown.page, action, values));
    },
    body: async () => client.shown.body,
    sendOn: (action, values) => keep(client.send(client.shown.page, action, values)),
  };
}

before(async () => {
  instance = await startInstance({ customers: 300 });
  prepared = await prepareStates(instance, await signedIn(instance, 'archive_clerk'));
  shown = [];
  for (const language of ['zh', 'en'])
    for (const state of states(prepared))
      shown.push({ state, language, answer: await state.show(visitorOf(await clientFor(state.role, language))) });
  pages = shown.filter(({ answer }) => !answer.request.path.startsWith('/static/')); // of the programs
});
after(() => instance.stop());

test('every state is what it is meant to be', () => {
  for (const { state, language, answer } of shown) {
    assert.equal(answer.status, state.status, `${state.name} (${language})\n${answer.page.text.slice(0, 600)}`);
    if (state.says) assert.match(answer.page.text, state.says, `${state.name} (${language})`);
  }
});

test('every route of the table is among the states', () => {
  const patterns = instance.routes.filter((route) => route.method === 'GET' || !['/logout', '/account/language'].includes(route.path))
    .map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/\{\w+\}/g, '\\d+')}$`) }));
  const seen = shown.map(({ answer }) => `${answer.request.method} ${answer.request.path.split('?')[0]}`);
  const missing = patterns.filter(({ route, pattern }) => !seen.some((line) => line.startsWith(`${route.method} `) && pattern.test(line.split(' ')[1])))
    .map(({ route }) => `${route.method} ${route.path}`)
    .filter((line) => !/^POST .*\/(approval\/delegation\/\{delegation\}\/end|contact\/\{contact\}\/(edit|delete|restore)|contact\/new|customer\/export|audit\/desk\/verify|views\/\{view\}(\/default|\/take|\/delete|\/restore)?|import(\/template|\/\{batch\}\/(place|write|stop|rejected))?|admin\/(fields\/(move|retire|return|dossier\/retire)|person\/\{person\}\/second-factor|unit\/\{unit\}\/reopen|setting\/reset)|account\/(looks|notice|session\/\w+|second-factor\/off))$/.test(line));
  assert.deepEqual(missing, [], 'add a state to tests/support/states.mjs');
});

describe('HTML', () => {
  for (const language of ['zh', 'en'])
    test(`every page is sound HTML (${language})`, async () => {
      const faults = [];
      for (const { state, answer } of shown.filter((one) => one.language === language))
        for (const fault of await htmlFaults(answer.body)) faults.push(`${state.name}: ${fault}`);
      assert.deepEqual(faults, []);
    });

  test('the checker finds what is wrong', async () => {
    const { answer } = shown.find(({ state }) => state.name === 'list');
    assert.notDeepEqual(await htmlFaults(answer.body.replace('<h1>', '<h1 id="main">')), [], 'duplicate id');
    assert.notDeepEqual(await htmlFaults(answer.body.replace('</table>', '')), [], 'unclosed element');
  });

  test('every page says its language, has one h1, a title and the request number', () => {
    for (const { state, language, answer } of pages) {
      assert.ok(answer.body.includes(`<html lang="${language === 'en' ? 'en' : 'zh-CN'}"`), state.name);
      assert.equal(answer.page.all('h1').length, 1, state.name);
      assert.match(answer.page.title, /^\S.* · \S+/, state.name);
      assert.match(answer.number ?? '', /^[0-9a-f]{16}$/, `${state.name}: ${answer.page.text.slice(-100)}`);
    }
  });

  test('no template marker is left in a page', () => {
    for (const { state, answer } of shown) assert.doesNotMatch(answer.body, /\{\{|\}\}|\[\[|\]\]/, state.name);
  });

  test('an English page says in Chinese only what is a name or was typed', () => {
    const names = instance.store(`SELECT name FROM person UNION SELECT name FROM unit UNION SELECT name FROM customer UNION SELECT name FROM contact UNION SELECT title FROM approval
      UNION SELECT title FROM contract_revision UNION SELECT name FROM approval_step UNION SELECT name FROM approval_branch;`).map((row) => row.name)
      .concat('龘靐齉', '有限').sort((a, b) => b.length - a.length);
    const LABELS = new Set(['h1', 'h2', 'label', 'legend', 'button', 'dt', 'th', 'option', 'caption']);
    for (const { state, answer } of pages.filter((one) => one.language === 'en'))
      for (const node of answer.page.all((found) => LABELS.has(found.tagName) && !elements(found, (inner) => attribute(inner, 'lang')).length)) {
        const words = names.reduce((left, name) => left.replaceAll(name, ''), text(node)).replace(/\S*\*{4}\S*/g, '');
        assert.doesNotMatch(words, /\p{Script=Han}{2,}/u, `${state.name}: <${node.tagName}> ${words}`);
      }
  });

  test('what people typed is text, never markup', () => {
    for (const { state, answer } of shown) assert.doesNotMatch(answer.body, /<b>(?:&amp;|&)?"|<script>alert/, state.name);
  });
});

describe('headers', () => {
  test('no page may be stored, framed, sniffed or tell where it was, and runs only our own code', () => {
    for (const { state, answer } of pages) {
      const { headers } = answer;
      assert.match(headers['cache-control'] ?? '', /no-store/, state.name);
      assert.equal(headers['x-content-type-options'], 'nosniff', state.name);
      assert.match(headers['referrer-policy'] ?? '', /^(no-referrer|same-origin)$/, state.name);
      const policy = headers['content-security-policy'] ?? '';
      assert.match(policy, /default-src '(self|none)'/, state.name);
      assert.match(policy, /frame-ancestors 'none'/, state.name);
      assert.match(policy, /form-action 'self'/, state.name);
      assert.match(policy, /base-uri '(none|self)'/, state.name);
      assert.doesNotMatch(policy, /unsafe-|\*|https?:/, `${state.name}: ${policy}`);
      assert.match(headers['content-type'], /^text\/html; ?charset=utf-8$/i, state.name);
      assert.equal(Number(headers['content-length']), answer.bytes.length, state.name);
      assert.equal(headers['x-powered-by'], undefined);
      assert.doesNotMatch(headers.server ?? '', /\d/, 'no version of the web server');
    }
  });

  test('each header is there once', () => {
    for (const { state, answer } of shown) {
      const names = answer.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()).filter((name) => name !== 'set-cookie');
      assert.equal(new Set(names).size, names.length, `${state.name}: ${names}`);
    }
  });

  test('no page asks a foreign host, none has inline code', () => {
    for (const { state, answer } of shown) {
      assert.deepEqual(foreignAddresses(answer.page), [], state.name);
      assert.deepEqual(inlineCode(answer.page), [], state.name);
    }
  });

  test('everything a page loads is there, may be cached for long, and names no foreign host', async () => {
    const client = new Client(instance);
    const addresses = new Set(pages.flatMap(({ answer }) => answer.page.resources).filter((address) => address.startsWith('/static/'))
      .map((address) => address.split('#')[0]));
    assert.ok(addresses.size >= 3, [...addresses].join());
    for (const address of addresses) {
      const answer = (await client.get(address)).is(200);
      assert.match(answer.headers['cache-control'] ?? '', /max-age=\d{6,}/, address);
      assert.match(answer.headers['cache-control'], /immutable/, address);
      assert.equal(answer.headers['x-content-type-options'], 'nosniff', address);
      if (/css|javascript/.test(answer.headers['content-type'])) assert.doesNotMatch(answer.body.replace(/\/\*[\s\S]*?\*\//g, ''), /url\(\s*["']?(?:https?:)?\/\/|@import|import\(?["']https?:/, address);
      const packed = await client.get(address, { headers: { 'Accept-Encoding': 'gzip' } });
      if (answer.bytes.length > 1500 && !/image\/(png|jpeg|webp)/.test(answer.headers['content-type'])) {
        assert.equal(packed.headers['content-encoding'], 'gzip', `${address} is precompressed`);
        assert.ok(packed.bytes.length < answer.bytes.length);
      }
    }
  });
});

// --- statements ---

async function statementsOf(answer) {
  return Number((await instance.request(answer.number)).statements);
}

describe('statements', () => {
  // A request for approval shows its contract and the revision before it, too.
  const most = (address) => (/^\/approval\/\d+$/.test(address) ? 14 : 10);
  test('list and record pages use at most 10', async () => {
    for (const { state, answer } of shown) {
      if (answer.status !== 200 || /^\/static\//.test(answer.request.path)) continue;
      if (answer.request.method === 'POST' && !answer.request.path.endsWith('/reveal')) continue; // what changes something may take more
      const used = await statementsOf(answer);
      assert.ok(used >= (state.role === null ? 0 : 1) && used <= most(answer.request.path), `${state.name} uses ${used}`);
    }
  });

  test('a list uses as many for 0, 1 and 50 rows', async () => {
    const client = await signedIn(instance, 'sales');
    const me = instance.store(`SELECT id, unit_id FROM person WHERE login = '${client.login}';`)[0];
    const other = instance.store(`SELECT id FROM person WHERE id <> ${me.id} LIMIT 1;`)[0].id;
    const counts = new Map();
    const look = async (rows) => {
      const answer = (await client.get('/customer')).is(200);
      assert.equal(answer.page.rows.length, rows);
      counts.set(rows, await statementsOf(answer));
    };
    const give = (rows) => instance.store(`UPDATE customer SET owner_id = ${other} WHERE owner_id = ${me.id};
      UPDATE customer SET owner_id = ${me.id} WHERE id IN (SELECT id FROM customer ORDER BY id LIMIT ${rows});`, { write: true });
    give(0);
    await look(0);
    give(1);
    await look(1);
    give(120);
    await look(50);
    assert.equal(new Set(counts.values()).size, 1, JSON.stringify([...counts]));
  });

  test('a record uses as many for 0, 1 and 50 contacts', async () => {
    const client = await clientFor('archive_clerk', 'zh');
    const { bare } = prepared;
    const counts = new Map();
    await client.get('/'); // that the session is in use is written once a minute: now
    for (const contacts of [0, 1, 50]) {
      instance.store(`INSERT INTO contact (id, customer_id, name, created_at, created_by, updated_at, updated_by)
        SELECT ${bare} * 100 + value, ${bare}, '联系人' || value, 1, created_by, 1, created_by FROM customer, generate_series(1, ${contacts})
        WHERE customer.id = ${bare} ON CONFLICT DO NOTHING;`, { write: true });
      const answer = (await client.get(`/customer/${bare}`)).is(200);
      assert.equal((answer.body.match(/联系人\d+<\/th>/g) ?? []).length, contacts);
      counts.set(contacts, await statementsOf(answer));
    }
    assert.equal(new Set(counts.values()).size, 1, JSON.stringify([...counts]));
  });

  test('the access log uses as many for 0, 1 and 50 records', async () => {
    const client = await clientFor('auditor', 'zh');
    const counts = new Set();
    await client.get('/');
    const none = (await client.get('/audit?from=2020-01-01&to=2020-01-02')).is(200);
    assert.equal(none.page.rows.length, 0);
    counts.add(await statementsOf(none));
    const [{ archive_no: number }] = instance.store(`SELECT archive_no FROM customer WHERE id = ${prepared.full};`);
    const clerk = await clientFor('archive_clerk', 'zh');
    for (let i = 0; i < 60; i++) await clerk.post(`/customer/${prepared.full}/reveal`, { field: 'phone', purpose: 'contact', purpose_text: '' });
    const many = (await client.get('/audit')).is(200);
    assert.equal(many.page.rows.length, 50);
    counts.add(await statementsOf(many));
    assert.equal(counts.size, 1, `${number}: ${[...counts]}`);
  });
});
