// Requests that no browser sends: each gets a proper 4xx page, nothing is stored, and the programs go on with the next one.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { signedIn } from '../support/client.mjs';
import { Page } from '../support/html.mjs';
import { PROGRAMS, startInstance } from '../support/instance.mjs';

let instance;
let clerk;
before(async () => {
  instance = await startInstance({ customers: 10 });
  clerk = await signedIn(instance, 'archive_clerk');
});
after(() => instance.stop());

const before_ = () => instance.store('SELECT (SELECT count(*) FROM customer) AS customers, (SELECT count(*) FROM history) AS changes;')[0];

// Sends bytes as they are and gives status, headers and body of what comes back; closed without an answer: status 0.
function raw(bytes, { end = false } = {}) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(instance.port, '127.0.0.1');
    const chunks = [];
    const timer = setTimeout(() => { socket.destroy(); reject(new Error('no answer to raw bytes')); }, 30_000);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => { if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error); });
    socket.on('close', () => {
      clearTimeout(timer);
      const answer = Buffer.concat(chunks).toString('utf8');
      const at = answer.indexOf('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0), head: answer.slice(0, at), body: answer.slice(at + 4) });
    });
    socket.write(bytes);
    if (end) socket.end();
  });
}

const cookies = () => [...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const head = (line, more = '') => `${line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: ${cookies()}\r\n${more}`;

async function stillWorks() {
  (await clerk.get('/customer')).is(200);
}

function isProperPage(answer, what) {
  const page = new Page(answer.body);
  assert.ok(page.all('h1').length >= 1, `${what}: a page with a heading: ${answer.body.slice(0, 200)}`);
  assert.ok(!/nginx/i.test(answer.body), `${what}: not the web server's own page`);
}

describe('bodies', () => {
  const BODIES = [
    ['a broken escape', 'name=%zz'], ['half an escape', 'name=abc%4'], ['bytes that are no UTF-8', Buffer.from([...Buffer.from('name='), 0xff, 0xfe])],
    ['an escaped byte that is no UTF-8', 'name=%ff'], ['an overlong form', 'name=%c0%af'], ['a surrogate', 'name=%ed%a0%80'], ['NUL', 'name=a%00b'],
    ['a raw NUL', Buffer.from('name=a\0b')], ['beyond Unicode', 'name=%f4%90%80%80'], ['513 inputs', 'a=1&'.repeat(513)],
  ];
  for (const [what, body] of BODIES)
    test(`${what} is 400`, async () => {
      const state = before_();
      const token = await clerk.token();
      const bytes = Buffer.concat([Buffer.from(`csrf=${token}&`), Buffer.from(body)]);
      const answer = await clerk.request('POST', '/customer/new', { body: bytes });
      assert.equal(answer.status, 400, answer.page.text.slice(0, 300));
      isProperPage(answer, what);
      assert.deepEqual(before_(), state);
      await stillWorks();
    });

  test('at the limit of 256 KB it is read, above it is 413, far above as well', async () => {
    const token = await clerk.token();
    const body = (length) => { const start = `csrf=${token}&name=`; return start + 'x'.repeat(length - start.length); };
    (await clerk.request('POST', '/customer/new', { body: body(262_144) })).is(422);
    for (const length of [262_145, 268_000, 300_000, 5_000_000]) {
      const answer = await clerk.request('POST', '/customer/new', { body: body(length) }).catch((error) => {
        assert.ok(['EPIPE', 'ECONNRESET'].includes(error.code), error.message); // refused while still being sent
        return null;
      });
      if (!answer) continue;
      assert.equal(answer.status, 413, `${length}`);
      isProperPage(answer, `${length} bytes`);
    }
    await stillWorks();
  });

  test('another kind of body is not taken for a form', async () => {
    const state = before_();
    const token = await clerk.token();
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', '', 'application/x-www-form-urlencodedx']) {
      const answer = await clerk.request('POST', '/customer/new', { body: `csrf=${token}&name=Typ`, headers: { 'Content-Type': type === '' ? undefined : type } });
      assert.ok([400, 403, 415].includes(answer.status), `${type}: ${answer.status}`);
      isProperPage(answer, type);
    }
    assert.deepEqual(before_(), state);
    const answer = await clerk.request('POST', '/customer/new', { body: `csrf=${token}&name=`, headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' } });
    answer.is(422, 'with its parameter it is one');
  });

  test('no body, a body that is cut, two lengths', async () => {
    (await clerk.request('POST', '/customer/new', { body: '' })).is(403);
    const cut = await raw(head('POST /customer/new', 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nname=a'), { end: true });
    assert.ok([0, 400, 408].includes(cut.status), `${cut.status}`);
    const two = await raw(head('POST /customer/new', 'Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc'));
    assert.equal(two.status, 400);
    const both = await raw(head('POST /customer/new', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'));
    assert.equal(both.status, 400);
    await stillWorks();
  });

  test('a chunked body is a body', async () => {
    const token = await clerk.token();
    const content = `csrf=${token}&name=`;
    const answer = await raw(head('POST /customer/new', `Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n${content.length.toString(16)}\r\n${content}\r\n0\r\n\r\n`));
    assert.ok([422, 411, 400].includes(answer.status), `${answer.status}`);
    await stillWorks();
  });

  test('the same input twice, inputs nobody asked for, names with markup', async () => {
    const token = await clerk.token();
    const answer = await clerk.request('POST', '/customer/new', { body: `csrf=${token}&name=&name=Zweiter&%3Cscript%3E=1&__proto__=x&field%5B%5D=1` });
    assert.ok([303, 422].includes(answer.status));
    await stillWorks();
  });
});

describe('addresses', () => {
  const TARGETS = ['/customer?q=%zz', '/customer?q=%ff', '/customer?q=%00', '/customer?q=%ed%a0%80', '/%00', '/customer/%ff', '/customer%', '/%zz',
    '/..%2f..%2fetc%2fpasswd', '/static/..%2f..%2fcustody%2fkey', '/static/../../custody/key', '/static//etc/passwd', '/customer/../../etc/passwd', '/customer/%2e%2e/%2e%2e/custody/key'];
  for (const target of TARGETS)
    test(`${target} is refused and serves no file`, async () => {
      const answer = await raw(`${head(`GET ${target}`)}\r\n`);
      assert.ok([400, 404].includes(answer.status), `${answer.status}`);
      assert.ok(!/kedang-key|root:/.test(answer.body));
      isProperPage(answer, target);
      await stillWorks();
    });

  test('a very long address is 414, a very long query within limits is not an error of ours', async () => {
    const long = await raw(`${head(`GET /customer?q=${'x'.repeat(60_000)}`)}\r\n`);
    assert.equal(long.status, 414);
    isProperPage(long, 'long');
    const query = await raw(`${head(`GET /customer?q=${'%E5%AD%97'.repeat(700)}`)}\r\n`);
    assert.ok([200, 400].includes(query.status), `${query.status}`);
  });

  test('repeated and empty parts', async () => {
    for (const target of ['//customer', '/customer//1', '/./customer', '/customer?', '/customer?&&&', '/customer?q', '/customer?=x', '/customer?q=a&q=b', '/customer#x'])
      assert.ok([200, 303, 400, 404].includes((await raw(`${head(`GET ${target}`)}\r\n`)).status), target);
  });
});

describe('headers', () => {
  test('a flood of headers, a header too long, a cookie too long: 4xx', async () => {
    const flood = await raw(`${head('GET /customer', Array.from({ length: 2000 }, (_, i) => `X-Flood-${i}: ${'y'.repeat(50)}\r\n`).join(''))}\r\n`);
    assert.ok([400, 431, 494].includes(flood.status), `${flood.status}`);
    for (const name of ['X-Long', 'Accept-Language', 'User-Agent', 'Cookie']) {
      const long = await raw(`GET /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${name}: ${'z'.repeat(40_000)}\r\n\r\n`);
      assert.ok([400, 431, 494].includes(long.status), `${name}: ${long.status}`);
      isProperPage(long, name);
    }
    await stillWorks();
  });

  test('within the limits, anything in a header is harmless', async () => {
    for (const value of ['é'.repeat(100), '\u0001', '"><script>', '%00', "'; DROP TABLE customer; --", 'a'.repeat(4000)]) {
      const bytes = Buffer.concat([Buffer.from(head('GET /customer', '')), Buffer.from(`User-Agent: ${value}\r\nAccept-Language: ${value}\r\nX-Forwarded-For: ${value}\r\nSec-Fetch-Site: ${value}\r\nReferer: ${value}\r\n\r\n`, 'latin1')]);
      const answer = await raw(bytes);
      assert.ok([200, 400].includes(answer.status), `${JSON.stringify(value.slice(0, 20))}: ${answer.status}`);
      assert.ok(!answer.body.includes('<script>"') && !answer.body.includes('"><script>'));
    }
    await stillWorks();
  });

  test('what claims to be the client address is not believed', async () => {
    (await clerk.get('/customer', { headers: { 'X-Forwarded-For': '203.0.113.9', 'X-Real-IP': '203.0.113.9', Forwarded: 'for=203.0.113.9' } })).is(200);
    const [{ id }] = instance.store("SELECT record_id AS id FROM field_value WHERE kind = 1 AND field = 'phone' LIMIT 1;");
    await clerk.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' }, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
    assert.ok(instance.access(`login = '${clerk.login}'`).every((record) => record.address === '127.0.0.1'));
  });

  test('requests that are no HTTP', async () => {
    for (const bytes of ['\r\n\r\n\r\n', 'GET\r\n\r\n', 'nonsense\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 'GET / HTTP/9.9\r\n\r\n', 'GET /login HTTP/1.1\r\n\r\n', `${'A'.repeat(70_000)}\r\n\r\n`]) {
      const answer = await raw(Buffer.from(bytes, 'latin1'), { end: true });
      assert.ok([0, 400, 414, 505].includes(answer.status), `${JSON.stringify(bytes.slice(0, 20))}: ${answer.status}`);
    }
    await stillWorks();
  });
});

test('a client that leaves in the middle disturbs nobody', async () => {
  const token = await clerk.token();
  for (let i = 0; i < 30; i++)
    await new Promise((resolve) => {
      const socket = net.connect(instance.port, '127.0.0.1', () => {
        socket.write(head(i % 2 === 0 ? 'GET /customer' : 'POST /customer/new', i % 2 === 0 ? '\r\n' : `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\ncsrf=${token}`));
        socket.destroy();
        resolve();
      });
    });
  await stillWorks();
});

test('nothing of this is a fault of a program', () => {
  for (const program of PROGRAMS)
    assert.deepEqual(instance.log(program).filter((line) => line.level === 'error'), [], program);
});
