// tests/run: alone
// More than the system can do: what waits is bounded, what is beyond is told so at once and politely, and when it is over everything is
// as before. Real nginx, real programs; a worker that is stopped by a signal is one that is busy for as long as the test wants.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Client, signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { until } from '../support/until.mjs';
import { upload } from '../support/upload.mjs';

const QUEUE = 32; // SERVER_QUEUE of web/server.h: requests that wait for each worker
const WORKERS = 4;
const PER_ADDRESS = 100; // nginx.conf

let instance;
let cookies;
before(async () => {
  instance = await startInstance({ customers: 50, setUp: () => ({ env: { KEDANG_WORKERS_CUSTOMER: String(WORKERS) } }) });
  cookies = (await signedIn(instance, 'archive_clerk')).cookies;
});
after(() => instance.stop());

// Somebody at an address of their own who opens as many connections as they like.
function someone(address) {
  const client = new Client(instance, { address });
  client.agent = new http.Agent({ maxSockets: Infinity });
  client.cookies = new Map(cookies);
  return client;
}

const busy = () => instance.signal('customer', 'SIGSTOP', { worker: true });
const goOn = () => instance.signal('customer', 'SIGCONT', { worker: true });

// Sends `count` requests at once; what has been answered so far is in `got`.
function burst(client, count, path = '/customer') {
  const got = [];
  const all = Array.from({ length: count }, () => client.get(path).then((answer) => { got.push(answer); }));
  return { got, all: Promise.all(all), of: (status) => got.filter((answer) => answer.status === status) };
}

// Connections that no worker has taken yet: sockets by the name under which the program listens.
function queued() {
  const [parent] = instance.pids('customer', { worker: false });
  return fs.readFileSync('/proc/net/unix', 'utf8').split('\n').filter((line) => line.endsWith(`run/customer.sock.${parent}`)).length - 1;
}

function assertPolite(answer, heading) {
  assert.match(answer.headers['retry-after'], /^\d+$/);
  assert.match(answer.body, heading);
  assert.match(answer.body, /lang="zh-CN"[^]*lang="en"/);
  assert.equal(answer.headers['cache-control'], 'no-store');
}

test('beyond capacity: a queue of known length, 503 at once for the rest, and back to normal at once', async () => {
  const places = WORKERS * (QUEUE + 1);
  const hosts = ['127.0.0.41', '127.0.0.42', '127.0.0.43'].map(someone);
  const count = 80; // from each: fewer than one address may have
  busy();
  let bursts;
  try {
    bursts = hosts.map((host) => burst(host, count));
    const refused = () => bursts.flatMap((one) => one.of(503));
    await until('what finds no place is refused while nobody works', () => refused().length >= hosts.length * count - places);
    for (const answer of refused()) assertPolite(answer, /现在太忙|暂时不可用/);
    assert.ok(refused().length < hosts.length * count, 'what found a place waits');
  } finally {
    goOn();
  }
  await Promise.all(bursts.map((one) => one.all));
  const statuses = bursts.flatMap((one) => one.got).map((answer) => answer.status);
  assert.deepEqual([...new Set(statuses)].sort(), [200, 503]);
  assert.ok(statuses.filter((status) => status === 200).length >= places - WORKERS * 2, 'all that waited was answered');
  for (let i = 0; i < 30; i++) (await hosts[0].get('/customer')).is(200, `afterwards, ${i}`);
});

test('one address can\'t take all places: the rest of its requests are refused, those of others are not', async () => {
  const greedy = someone('127.0.0.51');
  const other = someone('127.0.0.52');
  busy();
  let much;
  let little;
  try {
    much = burst(greedy, PER_ADDRESS + 30);
    await until('the greedy one is told', () => much.of(429).length === 30);
    for (const answer of much.of(429)) assertPolite(answer, /请求太多/);
    little = burst(other, 20);
  } finally {
    goOn();
  }
  await Promise.all([much.all, little.all]);
  assert.equal(much.of(200).length, PER_ADDRESS);
  assert.equal(little.of(200).length, 20);
  (await greedy.get('/customer')).is(200, 'afterwards');
});

test('whoever has left is not worked for', async () => {
  const gone = someone('127.0.0.61');
  const person = instance.account('auditor');
  const [{ id }] = instance.store(`SELECT id FROM person WHERE login = '${person.login}';`);
  gone.cookies = (await signedIn(instance, 'auditor')).cookies;
  const served = () => instance.log('customer', 'request').filter((line) => line.person === String(id)).length;
  const before = served();
  busy();
  try {
    const left = Array.from({ length: 30 }, () => gone.get('/customer').catch(() => null));
    await until('they are in the queue', () => queued() === 30);
    gone.close();
    await Promise.all(left);
    await until('nginx knows', () => (instance.readLog('access.log').match(/address=127\.0\.0\.61 .*status=499/g) ?? []).length === 30);
  } finally {
    goOn();
  }
  (await someone('127.0.0.62').get('/customer')).is(200);
  assert.equal(served() - before, 0);
});

// A file that is on its way and never comes to its end: of whoever, with whatever method.
function slowUpload(address, method = 'POST') {
  const socket = net.connect({ host: '127.0.0.1', port: instance.port, localAddress: address });
  socket.on('error', () => {});
  socket.answer = '';
  socket.on('data', (bytes) => { socket.answer += bytes; });
  socket.write(`${method} /import HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 30000000\r\n\r\n--x\r\n`);
  return socket;
}

test('slow uploads from one address leave the program import a worker for its pages, and others one for their upload', async () => {
  const slow = ['POST', 'POST', 'PUT', 'GET', 'POST', 'DELETE', 'POST', 'POST'].map((method) => slowUpload('127.0.0.61', method));
  try {
    await until('those beyond two are told', () => slow.filter((socket) => / 429 /.test(socket.answer)).length === slow.length - 2);
    for (let i = 0; i < 3; i++) (await someone('127.0.0.61').get('/import')).is(200);
    const other = await signedIn(instance, 'archive_clerk', { address: '127.0.0.62' });
    (await upload(other, 'a.csv', Buffer.from('公司名称\r\n甲公司\r\n'))).is(303);
    slow.push(slowUpload('127.0.0.63'), slowUpload('127.0.0.64'));
    await until('the fourth upload of all is told', () => slow.some((socket) => slow.indexOf(socket) >= 8 && / 429 /.test(socket.answer)));
    (await other.get('/import')).is(200);
  } finally {
    slow.forEach((socket) => socket.destroy());
  }
});
