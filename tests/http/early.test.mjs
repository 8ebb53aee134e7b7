// What was made before passwords had a file of their own.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { backupKey, PASSWORDS, rowsOf, STORE } from '../support/backup.mjs';
import { Client } from '../support/client.mjs';
import { chosenIn, earlyHome, PASSWORD } from '../support/early.mjs';
import { freePort, kedang, newHome, removeHome, startHome } from '../support/instance.mjs';

async function signsIn(again, login, to) {
  const client = new Client(again);
  await client.signIn(login, PASSWORD);
  assert.equal((await client.get('/')).location ?? '/', to, login);
  return client;
}

test('a backup restores, is migrated, and everybody signs in as before; no hash is left in the store', async () => {
  const early = earlyHome();
  const home = newHome();
  const secret = backupKey(early);
  const to = path.join(path.dirname(early), 'early.backup');
  after(() => [early, home].forEach(removeHome));
  const made = kedang(early, ['backup', to]);
  assert.equal(made.code, 0, made.stderr);
  const restored = kedang(home, ['restore', to, '--key', secret, '--custody-key', path.join(early, 'custody/key')]);
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(restored.stdout, /kedang migrate before starting/);
  assert.deepEqual(chosenIn(home), ['kedang.db']);
  assert.equal(kedang(home, ['run', '--port', String(await freePort())]).code, 1, 'not before it is migrated');
  const migrated = kedang(home, ['migrate', '--no-backup']);
  assert.equal(migrated.code, 0, migrated.stderr);
  assert.deepEqual(chosenIn(home), []);
  assert.equal(rowsOf(home, PASSWORDS).credential.length, 2, 'lina, and the heading');
  const again = await startHome(home);
  try {
    await signsIn(again, 'lina', '/');
    const late = await signsIn(again, 'wangwu', '/account/password');
    const fresh = '青梧 夜航船 旧雨伞 三更灯';
    (await late.submit('/account/password', '/account/password', { present: PASSWORD, fresh, again: fresh })).is(303);
  } finally {
    await again.stop({ remove: false });
  }
  assert.ok(!JSON.stringify(rowsOf(home, STORE)).includes('$argon2id$'), 'all have chosen theirs');
  assert.equal(rowsOf(home, PASSWORDS).credential.length, 3);
});
