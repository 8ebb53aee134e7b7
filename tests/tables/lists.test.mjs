// Every list of statements of the domain is among those whose plans tests/tables/statements_test.c and withheld_test.c look at, and
// whatever hangs on a customer goes with it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('no list of statements is left out', () => {
  const folder = path.join(ROOT, 'cgi-bin/lib/domain');
  const declared = fs.readdirSync(folder).filter((name) => name.endsWith('.h'))
    .flatMap((name) => [...fs.readFileSync(path.join(folder, name), 'utf8').matchAll(/extern const struct sql \*const (\w+)\[\]/g)].map((found) => found[1]));
  const sources = ['all_statements.h', 'statements_test.c'].map((name) => fs.readFileSync(path.join(ROOT, 'tests/tables', name), 'utf8')).join('\n');
  const listed = [...sources.matchAll(/LISTS\[\] = \{([^}]*)\}/g)].map((found) => found[1]).join();
  assert.ok(declared.length >= 8);
  assert.deepEqual(declared.filter((name) => !new RegExp(`\\b${name}\\b`).test(listed)), [], 'add it to LISTS in tests/tables/all_statements.h');
});

// What they ask is of a record that entitlement.customer or .contact has found to be shown (batch.c), of one whose customer was looked at
// (watch.c), or about all records, and then answers pass entitlement before they leave (tokens.c, rotate.c).
test('ARC-13 outside the domain only four files of the custodian read customers or what hangs on them', () => {
  const programs = path.join(ROOT, 'cgi-bin');
  const readers = fs.readdirSync(programs).filter((name) => name !== 'lib')
    .flatMap((name) => fs.readdirSync(path.join(programs, name)).map((file) => `${name}/${file}`)).filter((name) => name.endsWith('.c'))
    .filter((name) => /\b(FROM|JOIN|UPDATE|INTO) (customer|contact|field_value|history|customer_index)\b/.test(fs.readFileSync(path.join(programs, name), 'utf8')));
  assert.deepEqual(readers.sort(), ['custodian/batch.c', 'custodian/rotate.c', 'custodian/tokens.c', 'custodian/watch.c']);
});

// A row that stayed would keep the customer by its foreign key, and an import that is undone would never be gone. Whoever has a contract, or
// something to be approved with it, stays (MAY_GO in import_undo.c).
const STAYING = ['approval', 'contract'];
test('ARC-13 what hangs on a customer is removed with it', () => {
  const folder = path.join(ROOT, 'db/schema');
  const schema = fs.readdirSync(folder).filter((name) => name.endsWith('.sql')).sort().map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('\n')
    .replaceAll(/--.*$/gm, '');
  const renamed = new Map([...schema.matchAll(/ALTER TABLE (\w+) RENAME TO (\w+)/g)].map((found) => [found[1], found[2]]));
  const hanging = [...schema.matchAll(/CREATE TABLE (\w+) \(([^;]*)/g)].filter((found) => /REFERENCES (customer|contact)\b/.test(found[2]))
    .map((found) => renamed.get(found[1]) ?? found[1]);
  const removed = fs.readFileSync(path.join(ROOT, 'cgi-bin/lib/domain/withheld.c'), 'utf8');
  assert.ok(hanging.includes('contact') && hanging.includes('history'), hanging.join());
  assert.deepEqual(hanging.filter((table) => !STAYING.includes(table) && !new RegExp(`DELETE FROM ${table}\\b`).test(removed)), [],
    'remove its rows in cgi-bin/lib/domain/withheld.c, before the customer (remove_customer)');
});
