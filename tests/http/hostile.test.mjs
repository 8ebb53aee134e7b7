// tests/run: alone
// Slow and greedy clients: while they do their worst, everybody else's requests succeed, and about as quickly as before.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { signedIn } from '../support/client.mjs';
import { startInstance } from '../support/instance.mjs';
import { until } from '../support/until.mjs';

const ATTACKS = fileURLToPath(new URL('../support/attacks.mjs', import.meta.url));
const REQUESTS = 60;
// What nobody notices in an office; a stall shows as seconds. Other work on the machine slows both measurements alike.
const NOTICED_MS = 150;
const TIMES = 10;

let instance;
let victim;
let cookie;
let usual;
before(async () => {
  instance = await startInstance({ customers: 300 });
  cookie = [...(await signedIn(instance, 'archive_clerk')).cookies].map((pair) => pair.join('=')).join('; ');
  victim = await signedIn(instance, 'sales', { address: '127.0.0.71' });
  usual = await times();
});
after(() => instance.stop());

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

// A person who works on: pages over old connections and, every fourth, over a new one.
async function times() {
  const taken = [];
  for (let i = 0; i < REQUESTS; i++) {
    const start = performance.now();
    const fresh = i % 4 === 0 ? { headers: { Connection: 'close' } } : {};
    (await victim.get(i % 2 ? '/customer' : '/', fresh)).is(200, `request ${i}`);
    taken.push(performance.now() - start);
  }
  return taken;
}

async function attack(kind) {
  const child = spawn(process.execPath, [ATTACKS, kind, String(instance.port), '127.0.0.72', cookie], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text) => { said += text; });
  await until(`${kind} is under way`, () => said.includes('ready'));
  return { child, end: () => new Promise((resolve) => { child.on('exit', resolve); child.stdin.end(); }) };
}

for (const kind of ['slow-headers', 'slow-body', 'slow-reader', 'upload', 'chunked-upload', 'header-flood', 'one-long-header']) {
  test(`others don't notice: ${kind}`, async () => {
    const attacker = await attack(kind);
    try {
      const taken = await times();
      const limit = TIMES * middle(usual) + NOTICED_MS;
      assert.ok(middle(taken) < limit, `a page took ${middle(taken).toFixed(0)} ms instead of ${middle(usual).toFixed(0)} ms`);
      assert.ok(Math.max(...taken) < 3000, `one took ${Math.max(...taken).toFixed(0)} ms`);
    } finally {
      await attacker.end();
    }
    (await victim.get('/customer')).is(200, 'afterwards');
  });
}
