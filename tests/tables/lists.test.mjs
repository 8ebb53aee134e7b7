// Every list of statements of the domain is among those whose plans tests/tables/statements_test.c looks at.
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
  const source = fs.readFileSync(path.join(ROOT, 'tests/tables/statements_test.c'), 'utf8');
  const listed = [...source.matchAll(/LISTS\[\] = \{([^}]*)\}/g)].map((found) => found[1]).join();
  assert.ok(declared.length >= 8);
  assert.deepEqual(declared.filter((name) => !new RegExp(`\\b${name}\\b`).test(listed)), [], 'add it to LISTS');
});
