// Routes × roles: every route as every role and as nobody gives exactly what its row in the route table allows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, signedIn } from '../support/client.mjs';
import { attribute, elements } from '../support/html.mjs';
import { startInstance } from '../support/instance.mjs';
import { fillPath, idsFor, scopeOf } from '../support/scope.mjs';

let instance;
let clients;
before(async () => {
  instance = await startInstance({ customers: 200 });
  clients = new Map();
  for (const { role } of instance.accounts) if (!clients.has(role)) clients.set(role, await signedIn(instance, role));
  (await clients.get('auditor').get('/audit')).is(200, 'so that there is a first record');
});
after(() => instance.stop());

const permissionsOf = (role) => new Set(instance.store(
  `SELECT permission FROM role_permission rp JOIN role r ON r.id = rp.role_id WHERE r.key = '${role}';`).map((row) => row.permission));

const PUBLIC = new Set(['anyone']);

test('there is a demo account for every role', () => {
  const roles = instance.store('SELECT key FROM role;').map((row) => row.key);
  assert.deepEqual([...clients.keys()].sort(), roles.sort());
});

test('every route has a permission', () => {
  for (const route of instance.routes) {
    assert.ok(route.permission && route.permission !== 'nobody', `${route.method} ${route.path}`);
    assert.ok(route.title_zh && route.title_en, `${route.method} ${route.path} has a title in both languages`);
  }
});

// What a request within the rights and the scope may give; a form sent empty is faulty or changes nothing.
// (Signing in again and again has to wait: 429.)
const ALLOWED = { GET: [200], POST: [200, 303, 409, 422, 429] };
const REDIRECTS_WHEN_SIGNED_IN = new Set(['/login', '/login/code']);

function expected(route, held) {
  if (PUBLIC.has(route.permission)) return REDIRECTS_WHEN_SIGNED_IN.has(route.path) && route.method === 'GET' ? [303] : ALLOWED[route.method];
  if (route.permission === 'signed-in') {
    // The custodian decides about reveals; whoever may not even read customers is told there is none.
    if (route.path.endsWith('/reveal') && !held.has('customer.read')) return [403, 404];
    return ALLOWED[route.method];
  }
  return held.has(route.permission) ? ALLOWED[route.method] : [403];
}

test('route × role: exactly the allowed answer, ORG-2', async () => {
  let tried = 0;
  for (const [role, client] of clients) {
    const held = permissionsOf(role);
    const ids = idsFor(instance, role);
    for (const route of instance.routes.filter((row) => row.path !== '/logout')) {
      const path = fillPath(route.path, ids);
      const answer = route.method === 'POST' ? await client.post(path) : await client.get(path);
      const statuses = expected(route, held);
      assert.ok(statuses.includes(answer.status),
        `${role}: ${route.method} ${path} (${route.permission}) gave ${answer.status}, not ${statuses}\n${answer.page.text.slice(0, 400)}`);
      tried++;
    }
  }
  assert.ok(tried >= 300, `${tried} combinations`);
});

test('a record outside the scope does not exist for the reader', async () => {
  for (const [role, client] of clients) {
    const held = permissionsOf(role);
    const { outside } = idsFor(instance, role);
    if (!held.has('customer.read') || !outside) continue;
    for (const route of instance.routes.filter((row) => row.path.includes('{id}'))) {
      if (route.permission !== 'signed-in' && !held.has(route.permission)) continue;
      const path = fillPath(route.path, outside);
      const answer = route.method === 'POST' ? await client.post(path) : await client.get(path);
      assert.equal(answer.status, 404, `${role}: ${route.method} ${path}`);
      assert.ok(!answer.body.includes(outside.name), 'not even its name');
    }
  }
});

test('scopes: own, unit, subtree and all are all among the demo accounts', () => {
  const scopes = new Set([...clients.keys()].map((role) => scopeOf(instance, role)));
  assert.deepEqual([...scopes].sort(), [0, 1, 2, 3, 4]);
});

test('ORG-3: the administrator reads neither customers nor the log; the auditor reads the log and the record of administration', async () => {
  const may = (role) => instance.routes.filter((route) => permissionsOf(role).has(route.permission)).map((route) => route.path);
  assert.ok(may('administrator').length > 0 && may('administrator').every((path) => path.startsWith('/admin/')));
  assert.ok(may('auditor').length > 0 && may('auditor').every((path) => path.startsWith('/audit') || ['/admin/record', '/admin/fields/changes'].includes(path)));
  for (const role of ['administrator', 'auditor', 'gate'])
    (await clients.get(role).get('/customer')).is(403, role);
  for (const role of clients.keys()) if (role !== 'auditor') (await clients.get(role).get('/audit')).is(403, role);
});

test('without signing in, only what is for anyone answers', async () => {
  const ids = idsFor(instance, 'archive_clerk');
  for (const route of instance.routes) {
    const client = new Client(instance);
    const path = fillPath(route.path, ids);
    const answer = route.method === 'POST' ? await client.post(path) : await client.get(path);
    const expectedCode = route.path === '/login/code' && route.method === 'GET' ? [303] // nobody has given a password
      : PUBLIC.has(route.permission) ? ALLOWED[route.method] : route.method === 'POST' ? [401] : [303];
    assert.ok(expectedCode.includes(answer.status), `${route.method} ${path} gave ${answer.status}`);
    if (answer.status === 303 && !PUBLIC.has(route.permission)) assert.ok(answer.location.startsWith('/login'), answer.location);
  }
});

const UNKNOWN = ['/nothing', '/customer/', '/customer/0', '/customer/01', '/customer/-1', '/customer/abc', '/customer/1e3',
  '/customer/99999999999999999999', '/customer/1/nothing', '/customer/1/contact/new/', '/audit/x', '/audit/1/2', '/account/x', '/loginx',
  '/customers', '/auditor', '/static/nothing.css', '/static/', '/.git/config', '/index.html', '/cgi-bin/login'];

test('unknown addresses are 404, with the page that says so, for everybody', async () => {
  for (const client of [clients.get('archive_clerk'), clients.get('auditor'), clients.get('gate'), new Client(instance)]) {
    for (const path of UNKNOWN) (await client.get(path)).is(404, `${client.role}`);
    (await client.get('/%E5%AE%A2%E6%A1%A3')).is(404);
  }
});

test('a known address with another method is 405', async () => {
  const client = clients.get('archive_clerk');
  const ids = idsFor(instance, 'archive_clerk');
  const methods = new Map();
  for (const route of instance.routes) {
    const path = fillPath(route.path, ids);
    methods.set(path, [...methods.get(path) ?? [], route.method]);
  }
  for (const [path, known] of methods) {
    if (!known.includes('GET')) (await client.get(path)).is(405);
    if (!known.includes('POST')) (await client.post(path)).is(405);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await client.request(method, path);
      assert.equal(answer.status, 405, `${method} ${path}`);
    }
  }
});

test('every entry of the menu and the home page leads to a page that its reader may see', async () => {
  for (const [role, client] of clients) {
    const home = (await client.get('/')).is(200).page;
    const links = new Set([...elements(home.document, 'nav').flatMap((nav) => elements(nav, 'a')), ...home.byClass('task')]
      .map((node) => attribute(node, 'href')));
    assert.ok(links.has('/') && links.has('/account'), role);
    for (const link of links) (await client.get(link)).is(200, `${role}: ${link}`);
    const missing = instance.routes.filter((route) => route.method === 'GET' && /^\/[a-z]+$/.test(route.path) && !['/login'].includes(route.path)
      && (route.permission === 'signed-in' || permissionsOf(role).has(route.permission)) && !links.has(route.path)).map((route) => route.path);
    assert.deepEqual(missing, [], `${role} sees no way to them`);
  }
});

test('HEAD is GET without a body', async () => {
  const client = clients.get('archive_clerk');
  const get = (await client.get('/customer')).is(200);
  const head = await client.request('HEAD', '/customer');
  assert.equal(head.status, 200);
  assert.equal(head.bytes.length, 0);
  assert.equal(Math.abs(Number(head.headers['content-length']) - get.bytes.length) < 200, true);
});
