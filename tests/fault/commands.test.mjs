// tests/run: 1800 seconds
// Every command that writes, while its n-th write, sync, allocation, opening, renaming, removal or socket operation fails: afterwards all
// is as before or as after, never between, the log verifies, and the same command again succeeds or says why not. `make faults` tries
// every n, `make test` ever wider steps. A command that is in none of the tables below fails this file.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chosenIn, earlyHome } from '../support/early.mjs';
import { contentOf, difference } from '../support/content.mjs';
import { kedang, newHome, removeHome } from '../support/instance.mjs';
import { arm, disarm, environment, KINDS, positions } from '../support/nth.mjs';

// What only reads, or is tried elsewhere.
const OTHERS = {
  run: 'fault/supervision, fault/home', 'rotate-key': 'fault/upkeep, unit/custodian_rotate', 'prune-log': 'fault/upkeep, unit/custodian_prune', accounts: 'reads', routes: 'reads', views: 'reads', fields: 'reads',
};
const MOST = 4_000_000; // operations of one kind: far beyond what any of these does

let empty; // a home that was set up
let early; // of before passwords had a file of their own
let used; // with customers, people, a backup key and a backup
let csv;
let backup;
let secret;

const beside = (home, name) => path.join(path.dirname(home), name);
function must(home, args) {
  const result = kedang(home, args);
  assert.equal(result.code, 0, `${args.join(' ')}: ${result.stderr}`);
  return result;
}

before(() => {
  empty = newHome();
  must(empty, ['init', '--company', '故障公司']);
  early = earlyHome();
  used = newHome();
  must(used, ['init', '--company', '故障公司']);
  must(used, ['demo', '12', '--seed', '3']);
  must(used, ['user', 'add', 'first.hand', '第一人', '--role', 'sales']);
  secret = beside(used, 'secret');
  must(used, ['backup-key', secret]);
  backup = beside(used, 'one.backup');
  must(used, ['backup', backup]);
  csv = beside(used, 'customers.csv');
  fs.writeFileSync(csv, '公司名称,公司电话,联系人姓名,联系人手机\n故障一号物流有限公司,0755-26001234,王小明,13800138000\n故障二号物流有限公司,,,\n');
});
after(() => [empty, early, used].forEach(removeHome));

// Each: from which home it starts, and its arguments. `others`: folders beside the home that it writes to. `refused`: it never succeeds.
// `resumes`: what is half made the same command finishes, as if it had begun anew. `pieces`: it writes several things that have nothing to do
// with each other. `adds`: what grows by each repetition that succeeds. `ends`: what else holds when it has succeeded. `records`: the custodian records looking for duplicates before anything is written, and those records stay.
const COMMANDS = {
  init: [{ from: () => null, args: () => ['init', '--company', '故障公司'], resumes: true }],
  demo: [{ from: () => empty, args: () => ['demo', '5', '--seed', '3'], pieces: true, records: true }],
  user: [
    { from: () => used, args: () => ['user', 'add', 'new.hand', '新来', '--role', 'archive_clerk'] },
    { from: () => used, args: () => ['user', 'password', 'first.hand'], adds: /admin_record|account_notice|audit_notice/ },
    { from: () => used, args: () => ['user', 'second-factor', 'first.hand', '--off'], refused: true },
  ],
  role: [{ from: () => used, args: () => ['role', 'finance', '--second-factor', 'on'] }],
  import: [{ from: () => used, args: () => ['import', csv, '--owner', 'first.hand', '--skip-existing'], records: true }],
  'backup-key': [{ from: () => empty, args: (home) => ['backup-key', beside(home, 'out/secret')], others: ['out'] }],
  backup: [
    { from: () => used, args: (home) => ['backup', beside(home, 'out')], others: ['out'] },
    { from: () => used, args: () => ['backup', '--check', backup, '--key', secret] },
  ],
  restore: [{ from: () => null, args: () => ['restore', backup, '--key', secret] }],
  migrate: [{ from: () => used, args: () => ['migrate'] }, { from: () => early, args: () => ['migrate', '--no-backup'], resumes: true, ends: (home) => assert.deepEqual(chosenIn(home), []) }],
  verify: [{ from: () => used, args: () => ['verify'], reads: true }],
  docs: [{ from: () => used, args: (home) => ['docs', beside(home, 'out')], others: ['out'], pieces: true }],
};

// A fresh copy of what the command starts from.
function prepare(recipe) {
  const home = newHome();
  for (const name of recipe.others ?? []) fs.mkdirSync(beside(home, name));
  if (recipe.from() !== null) fs.cpSync(recipe.from(), home, { recursive: true });
  return home;
}
// A second backup is one more file: how many there are does not count when a command is repeated.
const single = (recipe, text) => [...new Set(text.split('\n').map((line) => line.trim().replace(/,$/, '')).filter((line) => !recipe.adds?.test(line)))].join('\n');
const content = (recipe, home) => contentOf(home, (recipe.others ?? []).map((name) => beside(home, name)), { log: !recipe.records });

const isMade = (home) => fs.existsSync(path.join(home, 'custody/public'));
const verify = (home) => (isMade(home) ? kedang(home, ['verify']).code : null);

function allows(recipe, code) {
  return recipe.refused || recipe.pieces || (recipe.resumes && code !== 0);
}

function tryPosition(recipe, { from, to, codes }, kind, n) {
  const home = prepare(recipe);
  const control = beside(home, 'control');
  const what = () => `${recipe.args(home).join(' ')} with ${kind} ${n} failing`;
  try {
    arm(control, kind, n);
    const result = kedang(home, recipe.args(home), { env: environment('kedang', control) });
    disarm(control);
    const fired = result.stderr.includes(`nth: ${kind} ${n}\n`);
    const said = `${what()}: code ${result.code}\n${result.stdout}${result.stderr}`;
    assert.ok(result.code !== null, `${said}\nended by a signal`);
    const now = content(recipe, home);
    if (result.code === 0) assert.ok(now === to, `said to have succeeded: ${said}\n${difference(now, to)}`);
    if (result.code === 0) recipe.ends?.(home);
    else assert.ok(now === from || now === to || allows(recipe, result.code), `half done: ${said}\nagainst before:\n${difference(now, from)}\nagainst after:\n${difference(now, to)}`);
    if (result.code !== 0) assert.ok(result.stderr.replace(/^nth: .*\n/gm, '').trim() !== '', `without a word: ${said}`);
    assert.ok(codes.has(verify(home)), `the log does not verify: ${said}`);
    const again = kedang(home, recipe.args(home));
    assert.ok(again.code === 0 || again.stderr.trim() !== '', `again: ${said}`);
    assert.ok(single(recipe, content(recipe, home)) === single(recipe, to), `again: ${said}\n${again.stderr}${difference(content(recipe, home), to)}`);
    assert.ok(codes.has(verify(home)), `the log does not verify in the end: ${said}`);
    if (again.code === 0) recipe.ends?.(home);
    return fired;
  } finally {
    removeHome(home);
  }
}

for (const [command, recipes] of Object.entries(COMMANDS))
  for (const [i, recipe] of recipes.entries())
    describe(`kedang ${command}${i > 0 ? `, ${i + 1}` : ''}`, () => {
      const states = {};
      before(() => {
        const home = prepare(recipe);
        states.from = content(recipe, home);
        states.codes = new Set([verify(home)]);
        const result = kedang(home, recipe.args(home));
        assert.equal(result.code === 0, !recipe.refused, result.stderr);
        states.to = content(recipe, home);
        states.codes.add(verify(home)).add(null);
        removeHome(home);
      });
      for (const kind of KINDS)
        test(`${kind}: as before or as after`, () => {
          for (const n of positions(kind)) {
            assert.ok(n < MOST);
            if (!tryPosition(recipe, states, kind, n)) break;
          }
        });
    });

test('every command is tried, or it is said where', () => {
  const listed = kedang(used, ['help']).stdout.split('\n').map((line) => /^ {4}([a-z-]+) {2,}/.exec(line)?.[1]).filter(Boolean);
  assert.ok(listed.length > 10);
  for (const name of listed) assert.ok(COMMANDS[name] || OTHERS[name], `kedang ${name} has no fault test: add it here`);
  for (const name of [...Object.keys(COMMANDS), ...Object.keys(OTHERS)]) assert.ok(listed.includes(name), `there is no kedang ${name}`);
});
