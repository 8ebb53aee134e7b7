// Over TLS, as the README installs it: versions and ciphers, what the browser is told, cookies that only this host over TLS can set.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import tls from 'node:tls';
import { after, before, test } from 'node:test';
import { encodeForm } from '../support/client.mjs';
import { freePort, startInstance } from '../support/instance.mjs';

let instance;
let port;
let ca;
before(async () => {
  port = await freePort();
  instance = await startInstance({ customers: 10, setUp: (home) => {
    const extra = path.join(home, 'run/extra');
    fs.mkdirSync(extra, { recursive: true });
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', '/CN=kedang.test', '-addext', 'subjectAltName=DNS:kedang.test', '-keyout', 'key.pem', '-out', 'cert.pem'], { cwd: extra, encoding: 'utf8' });
    assert.equal(made.status, 0, made.stderr);
    ca = fs.readFileSync(path.join(extra, 'cert.pem'));
    fs.writeFileSync(path.join(extra, 'tls.conf'), `listen 127.0.0.1:${port} ssl; ssl_certificate extra/cert.pem; ssl_certificate_key extra/key.pem;\n`);
    return {};
  } });
});
after(() => instance.stop());

const HOST = { host: '127.0.0.1', servername: 'kedang.test' };

function ask(method, address, { cookie, body } = {}) {
  const headers = { Host: 'kedang.test', ...(cookie && { Cookie: cookie }),
    ...(body && { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) }) };
  return new Promise((resolve, reject) => {
    const request = https.request({ ...HOST, port, ca, method, path: address, headers }, (message) => {
      let text = '';
      message.setEncoding('utf8').on('data', (part) => { text += part; })
        .on('end', () => resolve({ status: message.statusCode, headers: message.headers, text, set: message.headers['set-cookie'] ?? [] }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

function shake(options) {
  return new Promise((resolve) => {
    const socket = tls.connect({ ...HOST, port, ca, ...options }, () => { resolve(socket.getProtocol()); socket.destroy(); });
    socket.on('error', (error) => resolve(error.code ?? error.message));
  });
}

test('old versions are refused, and so is what has no forward secrecy', async () => {
  assert.equal(await shake({}), 'TLSv1.3');
  assert.equal(await shake({ maxVersion: 'TLSv1.2' }), 'TLSv1.2');
  for (const version of ['TLSv1', 'TLSv1.1'])
    assert.match(await shake({ minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' }), /^E/, version);
  assert.match(await shake({ maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384:AES128-SHA' }), /^E/);
});

test('the browser is told to come by TLS only, on every answer, for a year', async () => {
  for (const address of ['/login', '/static/errors/404.html', '/nothing'])
    assert.equal((await ask('GET', address)).headers['strict-transport-security'], 'max-age=31536000; includeSubDomains', address);
});

test('cookies are Secure and bound to the host, and people sign in with them', async () => {
  const { login, password } = instance.account('archive_clerk');
  const jar = new Map();
  const keep = (answer) => {
    for (const line of answer.set) {
      const [pair, ...attributes] = line.split('; ');
      assert.match(pair, /^__Host-kedang/);
      for (const wanted of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) assert.ok(attributes.includes(wanted), line);
      assert.ok(!attributes.some((part) => part.startsWith('Domain')), line);
      jar.set(pair.split('=')[0], pair);
    }
    return answer;
  };
  const cookie = () => [...jar.values()].join('; ');
  const form = keep(await ask('GET', '/login'));
  const csrf = /name="csrf" value="([0-9a-f]+)"/.exec(form.text)[1];
  const entered = keep(await ask('POST', '/login', { cookie: cookie(), body: encodeForm({ csrf, login, password, next: '/' }) }));
  assert.equal(entered.status, 303);
  assert.deepEqual([...jar.keys()].sort(), ['__Host-kedang', '__Host-kedang-device', '__Host-kedang-visitor']);
  assert.equal((await ask('GET', '/', { cookie: cookie() })).status, 200);
  const planted = jar.get('__Host-kedang').replace('__Host-', '');
  assert.equal((await ask('GET', '/', { cookie: planted })).status, 303, 'without the prefix it is nobody\'s');
});
