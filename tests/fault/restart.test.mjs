// Workers and whole servers are replaced under load without losing a request, and an answer that was cut is never taken for a
// good one. A program without database does: what is tested are web/server and nginx.conf.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ROOT } from '../support/instance.mjs';
import { Nginx } from '../support/nginx.mjs';
import { until } from '../support/until.mjs';

const BARE = path.join(ROOT, 'build/release/tests/bare');
const CLIENTS = 8;
const WORKERS = 4;

// Children of a process, from the kernel.
const workersOf = (pid) => fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
const socketOf = (nginx) => fs.statSync(nginx.path('run/bare.sock')).ino;

// Clients that ask one after the other until they are told to stop; half of them post.
function load(url) {
  const result = { answered: 0, faults: [] };
  let going = true;
  async function client(number) {
    for (let i = 0; going; i++) {
      const options = number % 2 ? { method: 'POST', body: new URLSearchParams({ text: '客户'.repeat(3000), i }) } : {};
      const fault = await fetch(url, options)
        .then(async (answer) => (answer.status === 200 && (await answer.text()).length === 1024 ? null : `status ${answer.status}`))
        .catch((error) => `${error} ${error.cause ?? ''}`);
      if (fault) result.faults.push(fault);
      else result.answered++;
    }
  }
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  result.stop = async () => {
    going = false;
    await Promise.all(clients);
    return result;
  };
  return result;
}

const more = (result, count) => {
  const goal = result.answered + result.faults.length + count;
  return until('requests go on', () => result.answered + result.faults.length >= goal);
};

describe('no request is lost', () => {
  let nginx;
  let server;
  const startServer = () => nginx.run(BARE, ['run/bare.sock', String(WORKERS)]);
  before(async () => {
    nginx = await Nginx.start('location /bare { fastcgi_pass unix:run/bare.sock; }');
    server = startServer();
    await until('it serves', async () => (await fetch(`${nginx.url}/bare`)).status === 200);
  });
  after(async () => {
    server.kill('SIGTERM');
    await nginx.stop();
  });

  test('when every worker is replaced', async () => {
    const requests = load(`${nginx.url}/bare`);
    for (const worker of workersOf(server.pid)) {
      await more(requests, 50);
      process.kill(worker, 'SIGTERM');
      await until('another worker runs', () => {
        const now = workersOf(server.pid);
        return now.length === WORKERS && !now.includes(worker);
      });
    }
    const { answered, faults } = await requests.stop();
    assert.deepEqual(faults, []);
    assert.ok(answered >= 50 * WORKERS);
  });

  test('when the server is replaced by another', async () => {
    const requests = load(`${nginx.url}/bare`);
    for (let round = 0; round < 5; round++) {
      await more(requests, 100);
      const before = socketOf(nginx);
      const next = startServer();
      await until('it has taken over', () => socketOf(nginx) !== before);
      server.kill('SIGTERM');
      assert.deepEqual(await server.ended, { code: 0, signal: null });
      server = next;
    }
    const { faults } = await requests.stop();
    assert.deepEqual(faults, []);
  });
});

// --- answers that are cut

function record(type, content) {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([1, type, 0, 1, bytes.length >> 8, bytes.length & 255, 0, 0]), bytes]);
}
const stdout = (text) => record(6, text);
const HEADER = 'Status: 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n';
const END_OF_REQUEST = Buffer.from([1, 5, 0, 1, 0, 0, 0, 0]);

// A program that writes `bytes` to whoever asks, and dies as far as nginx can tell.
function dyingProgram(file, bytes) {
  const server = net.createServer((socket) => {
    let got = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      got = Buffer.concat([got, data]);
      if (got.includes(END_OF_REQUEST)) socket.end(bytes);
    });
  });
  return new Promise((resolve) => server.listen(file, () => resolve(server)));
}

describe('a cut answer is an error', () => {
  const CUT = {
    nothing: Buffer.alloc(0),
    half_header: stdout('Status: 200 OK\r\nContent-'),
    header: stdout(HEADER),
    half_body: stdout(`${HEADER}${'x'.repeat(500)}`),
    half_record: stdout(`${HEADER}${'x'.repeat(1000)}`).subarray(0, 300),
  };
  const servers = [];
  let nginx;
  before(async () => {
    nginx = await Nginx.start(`${Object.keys(CUT).map((name) => `location /${name} { fastcgi_pass unix:run/${name}.sock; }`).join('\n')}
      location /absent { fastcgi_pass unix:run/absent.sock; }`);
    const here = process.cwd();
    process.chdir(nginx.home); // the path of a socket has 107 bytes at most
    for (const [name, bytes] of Object.entries(CUT)) servers.push(await dyingProgram(`run/${name}.sock`, bytes));
    process.chdir(here);
  });
  after(async () => {
    for (const server of servers) server.close();
    await nginx.stop();
  });

  for (const name of Object.keys(CUT)) {
    test(name.replace('_', ' '), async () => {
      const answer = await fetch(`${nginx.url}/${name}`, { signal: AbortSignal.timeout(10_000) }); // nor may it keep one waiting
      if (answer.status !== 200) {
        assert.equal(answer.status, 503);
        assert.match(await answer.text(), /暂时不可用/);
      } else {
        await assert.rejects(answer.text(), /terminated/);
      }
    });
  }

  test('no program at all: a page in both languages', async () => {
    const answer = await fetch(`${nginx.url}/absent`, { method: 'POST', body: 'a=1' });
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /暂时不可用[^]*not available/);
  });
});
