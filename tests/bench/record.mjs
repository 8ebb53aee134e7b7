// A section of docs/benchmarks.md that a measurement of its own writes, between <!-- NAME --> and <!-- /NAME -->. It stands among the
// notes, which `make bench` keeps.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/instance.mjs';

export function writeSection(name, text) {
  const file = path.join(ROOT, 'docs/benchmarks.md');
  const whole = fs.readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const section = `${begin}\n${text.trim()}\n${end}`;
  const at = whole.indexOf(begin);
  fs.writeFileSync(file, at < 0 ? `${whole.trimEnd()}\n\n${section}\n`
    : whole.slice(0, at) + section + whole.slice(whole.indexOf(end) + end.length));
}
