// nginx.conf: what every answer carries, what is let in, how static files are served, what the logs hold.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from '../support/instance.mjs';
import { Nginx } from '../support/nginx.mjs';
import { until } from '../support/until.mjs';

const BARE = path.join(ROOT, 'build/release/tests/bare');
const BODY_MAX = 262_144; // REQUEST_BODY_MAX of web/request.h
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const ALWAYS = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  server: 'nginx',
};

let nginx;
let program;
before(async () => {
  nginx = await Nginx.start('location /bare { fastcgi_pass unix:run/bare.sock; }');
  program = nginx.run(BARE, ['run/bare.sock', '2']);
  await until('the program serves', async () => (await fetch(`${nginx.url}/bare`)).status === 200);
});
after(async () => {
  program.kill('SIGTERM');
  await nginx.stop();
});

const form = (size) => ({ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a'.repeat(size) });

// Sends bytes as they are; gives the status line.
function raw(bytes) {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = net.connect(nginx.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('error', reject);
    socket.on('data', (data) => {
      got += data;
      if (got.includes('\r\n')) { socket.destroy(); resolve(got.split('\r\n')[0]); }
    });
  });
}

function hashedFile() {
  const folder = nginx.path('run/share/static/css');
  return `/static/css/${fs.readdirSync(folder).find((name) => name.endsWith('.css'))}`;
}

for (const [what, address, status] of [
  ['a page', '/bare', 200], ['a static file', () => hashedFile(), 200], ['nothing there', '/static/none.css', 404],
  ['a dead program', '/customer', 503],
]) {
  test(`the headers of every answer: ${what}`, async () => {
    const answer = await fetch(nginx.url + (typeof address === 'string' ? address : address()));
    assert.equal(answer.status, status);
    for (const [name, value] of Object.entries(ALWAYS)) assert.equal(answer.headers.get(name), value, name);
    assert.match(answer.headers.get('permissions-policy'), /geolocation=\(\)/);
    assert.equal(answer.headers.get('strict-transport-security'), null); // only over TLS
  });
}

test('static files: kept for ever under a hashed name, compressed, with their type', async () => {
  const answer = await fetch(nginx.url + hashedFile(), { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(answer.headers.get('content-encoding'), 'gzip');
  assert.equal(answer.headers.get('content-type'), 'text/css; charset=utf-8');
  const page = await fetch(`${nginx.url}/static/errors/503.html`);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal((await fetch(`${nginx.url}/static/css/none.0123456789.css`)).headers.get('cache-control'), 'no-store');
});

test('pages are not compressed', async () => {
  const answer = await fetch(`${nginx.url}/bare`, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(answer.headers.get('content-encoding'), null);
  assert.equal(answer.headers.get('content-length'), '1024');
});

test('HEAD has the length and no body', async () => {
  const answer = await fetch(`${nginx.url}/bare`, { method: 'HEAD' });
  assert.equal(answer.headers.get('content-length'), '1024');
  assert.equal(await answer.text(), '');
});

test('bodies: up to the limit to the program, a little more refused by it, much more by nginx', async () => {
  assert.equal((await fetch(`${nginx.url}/bare`, form(BODY_MAX))).status, 200);
  const little = await fetch(`${nginx.url}/bare`, form(BODY_MAX + 1));
  assert.equal(little.status, 413);
  assert.match(await little.text(), /bare/);
  const much = await fetch(`${nginx.url}/bare`, form(BODY_MAX + 10_000));
  assert.equal(much.status, 413);
  assert.match(await much.text(), /太大[^]*too large/);
});

test('requests that are none', async () => {
  assert.match(await raw('nonsense\r\n\r\n'), / 400 /);
  assert.match(await raw('GET /bare%00 HTTP/1.1\r\nHost: x\r\n\r\n'), / 400 /);
  assert.match(await raw(`GET /bare?${'q'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`), / 414 /);
  assert.match(await raw(`GET /bare HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(9000)}\r\n\r\n`), / 431 /);
});

test('methods that nobody needs', async () => {
  for (const method of ['TRACE', 'CONNECT'])
    assert.match(await raw(`${method} /bare HTTP/1.1\r\nHost: x\r\nX-Secret: 1\r\n\r\n`), / 40[05] /, method);
});

test('a missing static file or folder has our own page', async () => {
  for (const address of ['/static/none.css', '/static/css/']) {
    const answer = await fetch(nginx.url + address);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /lang="zh-CN"[^]*lang="en"/);
  }
});

test('nothing outside the static files is served', async () => {
  for (const target of ['/static/../nginx.conf', '/static/..%2fnginx.conf', '/static/%2e%2e/nginx.conf', '/static/../../run/lock', '/run/lock'])
    assert.doesNotMatch(await raw(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`), / 200 /, target);
});

test('CONF-4: no query in any log, not even of a request that failed', async () => {
  await fetch(`${nginx.url}/bare?q=13800138000`);
  await fetch(`${nginx.url}/customer?q=13800138000`); // its program is not there
  await fetch(`${nginx.url}/static/none?q=13800138000`);
  await fetch(`${nginx.url}/bare?q=13800138000`, { ...form(BODY_MAX + 10_000), headers: { referer: `${nginx.url}/?q=13800138000` } });
  await until('the requests are in the log', () => /path="\/customer" status=503/.test(nginx.log('access.log')));
  for (const name of ['access.log', 'nginx.log']) assert.doesNotMatch(nginx.log(name), /13800138000/, name);
  assert.match(nginx.log('access.log'), /path="\/bare" status=200/);
});
