// Holds docs/asvs.md to what it says: every requirement of ASVS 5.0 at level 2 (V8, V14, V16: level 3) has exactly one row with a known
// state, what is met names a test, and every test that is named exists: `SUITE/FILE: beginning of its name` in tests/.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { read, runAsProgram } from './common.mjs';

const DOCUMENT = 'docs/asvs.md';
const MAKE = 'tests/lint/lint.mk';
// What is asked by section: 'SECTION': the last numbers; where a level leaves some out, a list.
export const ASKED = {
  '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1, '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2,
  '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4, '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3,
  '6.8': 4, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 4, '8.2': 4, '8.3': 3, '8.4': 2, '9.1': 3, '9.2': 4,
  '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3, '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1,
  '12.1': 3, '12.2': 2, '12.3': 4, '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 8, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7,
  '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 4, '17.1': 1, '17.2': 4, '17.3': 2,
};
const STATES = new Map([['met', /`[\w-]+\/[\w-]+(: [^`]+)?`/], ['not applicable', /\S/], ['**not met**', /\S/]]);

// "9.1.1–9.1.3, 9.2.1" → each of them.
function* idsOf(cell) {
  for (const part of cell.split(', ')) {
    const [from, to = from] = part.split('–');
    const section = from.slice(0, from.lastIndexOf('.'));
    for (let i = Number(from.split('.')[2]); i <= Number(to.split('.')[2]); i++) yield `${section}.${i}`;
  }
}

const filesOf = (root, suite, name) => [`tests/${suite}/${name}_test.c`, `tests/${suite}/${name}.test.mjs`, `tests/${suite}/${name}_fuzz.c`,
  `tests/${suite}/${name}.mjs`, ...(suite === 'front' ? [`static/build/${name}.test.mjs`] : []), ...(suite === 'lint' ? [MAKE] : [])]
  .filter((file) => existsSync(join(root, file)));

// What is wrong with one `SUITE/FILE: name`; null: nothing.
function faultOf(root, suite, name, test) {
  const files = filesOf(root, suite, name);
  if (files.length === 0) return `there is no ${suite}/${name}`;
  if (!test) return files[0] !== MAKE || read(root, MAKE).includes(`lint-${name}:`) ? null : `there is no check lint-${name}`;
  const has = (file, text) => (file.endsWith('.c') ? text.includes(`test_${test}(`) : text.includes(`'${test}`) || text.includes(`\`${test}`));
  return files.some((file) => has(file, read(root, file))) ? null : `${files.join(', ')}: no test "${test}"`;
}

export function check(root) {
  const problems = [];
  const seen = new Set();
  const counts = new Map([...STATES.keys()].map((state) => [state, 0]));
  read(root, DOCUMENT).split('\n').forEach((text, i) => {
    const problem = (message) => problems.push({ file: DOCUMENT, line: i + 1, message });
    const row = /^\| (\d[\d., –]*) \| (.+?) \| (.+?) \| (.*) \|$/.exec(text);
    if (!row) return;
    const [, ids, , state, shown] = row;
    if (!STATES.get(state)?.test(shown)) problem(`${ids}: "${state}" with nothing that shows it, or no state`);
    for (const id of idsOf(ids)) {
      if (seen.has(id)) problem(`${id} stands there twice`);
      seen.add(id);
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    for (const [, suite, name, test] of shown.matchAll(/`([\w-]+)\/([\w-]+)(?:: ([^`]+))?`/g)) {
      const fault = faultOf(root, suite, name, test);
      if (fault) problem(`${ids}: ${fault}`);
    }
  });
  const asked = Object.entries(ASKED).flatMap(([section, last]) => Array.from({ length: last }, (_, i) => `${section}.${i + 1}`));
  for (const id of asked) if (!seen.has(id)) problems.push({ file: DOCUMENT, line: 1, message: `${id} is missing` });
  for (const id of seen) if (!asked.includes(id)) problems.push({ file: DOCUMENT, line: 1, message: `${id} is not asked at these levels` });
  const summary = [...counts].map(([state, count]) => `${count} ${state.replaceAll('*', '')}`).join(', ');
  if (!read(root, DOCUMENT).includes(`Of ${asked.length}: ${summary}.`))
    problems.push({ file: DOCUMENT, line: 1, message: `the sum is: Of ${asked.length}: ${summary}.` });
  return { problems, notes: [], summary };
}

runAsProgram(import.meta, check);
