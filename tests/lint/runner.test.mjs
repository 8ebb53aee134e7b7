// The test driver must not call a bad run good: it is copied into small trees with tests that fail in each known way.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const DRIVER = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'run.mjs');

// A tree with the driver and `files` (path → text; those below build/ are programs), in a folder with a space and Chinese.
function tree(t, files) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), '客 档-'));
  t.after(() => fs.rmSync(root, { recursive: true, force: true }));
  const all = { 'tests/run.mjs': fs.readFileSync(DRIVER, 'utf8'), Makefile: 'lint-list:\n\t@:\n', ...files };
  for (const [name, text] of Object.entries(all)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text, { mode: name.startsWith('build/') ? 0o755 : 0o644 });
  }
  return root;
}

function drive(root, ...args) {
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'tests/run.mjs'), ...args], { encoding: 'utf8', env });
  return { status, output: stdout + stderr, last: stdout.trimEnd().split('\n').at(-1) };
}

const program = (lines, end = 'exit 0') => `#!/bin/sh\n${lines.map((line) => `echo '${line}'\n`).join('')}${end}\n`;
const unit = (body) => ({ 'tests/unit/a_test.c': '', 'build/check/tests/unit/a_test': body });
const nodeTest = (body) => ({ 'tests/http/a.test.mjs': `import { test } from 'node:test';\nimport assert from 'node:assert';\n${body}\n` });

test('counts what passed, of every kind', (t) => {
  const root = tree(t, {
    ...unit(program(['1..3', 'ok 1 - a', 'ok 2 - b', 'not ok 3 # SKIP c'])),
    ...nodeTest("test('a', () => {}); test('b', { skip: true }, () => {});"),
    'tests/fuzz/f_fuzz.c': '', 'build/check/tests/fuzz/f': program(['7 inputs']),
  });
  const { status, last, output } = drive(root);
  assert.equal(last, '4 passed, 0 failed, 2 skipped', output);
  assert.equal(status, 0);
});

for (const [name, files, last] of [
  ['a failing unit test', unit(program(['1..2', 'ok 1 - a', 'not ok 2 - b'], 'exit 1')), '1 passed, 1 failed'],
  ['a unit test that dies before its plan is done', unit(program(['1..3', 'ok 1 - a'], 'kill -9 $$')), '1 passed, 2 failed'],
  ['a sanitizer that speaks after all passed', unit(program(['1..1', 'ok 1 - a'], 'exit 23')), '1 passed, 1 failed'],
  ['a unit test that is not built', { 'tests/unit/a_test.c': '' }, '0 passed, 1 failed'],
  ['a unit test without any test', unit(program([])), '0 passed, 1 failed'],
  ['a corpus that is empty', { 'tests/fuzz/f_fuzz.c': '', 'build/check/tests/fuzz/f': program(['0 inputs'], 'exit 1') }, '0 passed, 1 failed'],
  ['a failing test of node', nodeTest("test('a', () => {}); test('b', () => assert.fail('seen at the end'));"), '1 passed, 1 failed'],
  ['a test of node that can not be loaded', nodeTest("import './nowhere.mjs';"), '0 passed, 1 failed'],
  ['a test that hangs', nodeTest("// tests/run: 1 seconds\ntest('a', () => new Promise((r) => setTimeout(r, 1e6)));"), '0 passed, 1 failed'],
  ['no tests at all', {}, '0 passed, 0 failed'],
]) {
  test(`fails for ${name}`, (t) => {
    const result = drive(tree(t, files));
    assert.equal(result.last, last, result.output);
    assert.equal(result.status, 1);
  });
}

test('shows at the end what a failing test wrote', (t) => {
  const { output } = drive(tree(t, nodeTest("test('b', () => assert.fail('seen at the end'));")));
  assert.match(output, /──── http\/a: 1 failed[\s\S]*seen at the end[\s\S]*0 passed, 1 failed\n$/);
});

test('runs only what was named, and refuses a name that is none', (t) => {
  const root = tree(t, { ...unit(program(['1..1', 'ok 1 - a'])), ...nodeTest("test('b', () => assert.fail());") });
  assert.equal(drive(root, 'unit').last, '1 passed, 0 failed');
  assert.equal(drive(root, 'unit/a').last, '1 passed, 0 failed');
  assert.equal(drive(root, 'unit/z').status, 1);
});

test('runs what mostly waits beside the two others, and nothing beside what wants to be alone', (t) => {
  const log = (name, directive, end = 1) => ({ [`tests/http/${name}.test.mjs`]: `// ${directive}
import fs from 'node:fs';
import { test } from 'node:test';
const seen = (n) => fs.existsSync('log') && fs.readFileSync('log', 'utf8').split('\\n').length > n;
test('a', async () => {
  fs.appendFileSync('log', '${name} begins\\n');
  while (!seen(${end})) await new Promise((resolve) => setTimeout(resolve, 5));
  fs.appendFileSync('log', '${name} ends\\n');
});` });
  const root = tree(t, { ...log('d', 'tests/run: alone'), ...log('a', '', 3), ...log('b', '', 3), ...log('c', 'tests/run: waits', 3) }); // each of the three waits for the two others
  assert.equal(drive(root).last, '4 passed, 0 failed');
  assert.match(fs.readFileSync(path.join(root, 'log'), 'utf8'), /^(\w begins\n){3}(\w ends\n){3}d begins\nd ends\n$/);
});

test('hands the tests no data of the developer', (t) => {
  const root = tree(t, nodeTest("test('a', () => assert.equal(process.env.KEDANG_HOME, undefined));"));
  process.env.KEDANG_HOME = 'home';
  assert.equal(drive(root).last, '1 passed, 0 failed');
  delete process.env.KEDANG_HOME;
});
