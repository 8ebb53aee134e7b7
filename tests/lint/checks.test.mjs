// Each check must find what it is there for: small trees with one thing wrong, and with nothing wrong.
// What the checks look for is written here in pieces, since they read this file too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { ASKED, check as asvs } from './asvs.mjs';
import { check as banned } from './banned.mjs';
import { compare } from './bindings.mjs';
import { splitC } from './common.mjs';
import { check as globals } from './globals.mjs';
import { check as layers } from './layers.mjs';
import { check as sizes } from './sizes.mjs';
import { faultsOfForms, faultsOfTemplate } from './templates.mjs';
import { check as words, isIdentity } from './words.mjs';

function tree(t, files) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), '客 档-'));
  t.after(() => fs.rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
  return root;
}

const messages = ({ problems }) => problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);

// `wrong` is a list of [files, what the only problem must say].
function finds(check, good, wrong) {
  test('leaves a good tree alone', (t) => assert.deepEqual(messages(check(tree(t, good))), []));
  for (const [files, expected] of wrong) {
    test(`finds ${expected.source}`, (t) => {
      const found = messages(check(tree(t, { ...good, ...files })));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0], expected);
    });
  }
}

describe('layers', () => finds(layers, {
  'cgi-bin/lib/base/a.h': '', 'cgi-bin/lib/base/a.c': '#include "base/a.h"\n#include <stdio.h>\n',
  'cgi-bin/lib/store/s.h': '#include "base/a.h"\n', 'cgi-bin/lib/store/s.c': '#include <sqlite3.h>\n',
  'cgi-bin/lib/vault/v.h': '', 'cgi-bin/lib/domain/d.h': '#include "store/s.h"\n#include "vault/v.h"\n',
  'cgi-bin/customer/c.h': '', 'cgi-bin/customer/c.c': '#include "customer/c.h"\n#include "domain/d.h"\n',
  'cgi-bin/lib/view/t.cc': '#include <string>\n#include <ctemplate/template.h>\n',
}, [
  [{ 'cgi-bin/lib/base/b.c': '\n#include "store/s.h"\n' }, /base\/b\.c:2: includes "store\/s\.h" from floor 2, itself on floor 0/],
  [{ 'cgi-bin/lib/vault/w.c': '#include "store/s.h"\n' }, /lib\/vault includes its sibling/],
  [{ 'cgi-bin/lib/domain/e.c': '#include "customer/c.h"\n' }, /of the program customer/],
  [{ 'cgi-bin/login/l.c': '#include "customer/c.h"\n' }, /of the program customer/],
  [{ 'cgi-bin/login/l.c': '#include "../customer/c.h"\n' }, /does not climb/],
  [{ 'cgi-bin/login/l.c': '#include "nowhere.h"\n' }, /is no file of cgi-bin/],
  [{ 'cgi-bin/login/l.c': '#include <base/a.h>\n' }, /include it in quotes/],
  [{ 'cgi-bin/login/l.c': '#  include <sqlite3.h>\n' }, /belongs in lib\/store only/],
  [{ 'cgi-bin/login/l.c': '#include <sodium.h>\n' }, /belongs in lib\/vault and custodian only/],
  [{ 'cgi-bin/login/l.c': '#include <fcgiapp.h>\n' }, /belongs in lib\/web only/],
  [{ 'cgi-bin/lib/domain/e.c': '#include <csv.h>\n' }, /belongs in lib\/sheet only/],
  [{ 'cgi-bin/lib/view/t.h': '#include <string>\n' }, /belongs in the C\+\+ of lib\/view only/],
  [{ 'cgi-bin/login/l.cc': '' }, /C\+\+ lives in lib\/view only/],
  [{ 'cgi-bin/lib/other/o.c': '' }, /lies on no floor/],
]));

describe('banned', () => {
  const body = (line) => ({ 'cgi-bin/login/a.c': `// strcpy( here is fine\nvoid a(void) {\n    ${line}\n}\n` });
  const wrong = (line, expected) => [body(line), expected];
  finds(banned, { 'cgi-bin/lib/base/a.c': 'int a(void) { return my_strcpy("strcpy(x)") + p->time(0); }\n' }, [
    wrong('t = &CUSTOMER_FIELDS;', /\[fields\]/),
    wrong('strcpy(a, b);', /a\.c:3: strcpy.*\[overrun\]/),
    wrong('sprintf (a, b);', /\[overrun\]/),
    wrong('x = strtok(a, b);', /\[strtok\]/),
    wrong('x = atoi(a);', /\[atoi\]/),
    wrong('system("x");', /\[shell\]/),
    wrong('x = time(NULL);', /\[clock\]/),
    wrong('clock_gettime(CLOCK_REALTIME, &t);', /\[clock\]/),
    wrong('printf("x");', /\[stdout\]/),
    wrong('fputs("x", stdout);', /\[stdout\]/),
    wrong('typedef struct x x;', /\[typedef\]/),
    wrong('t = sqlite3_mprintf("%s", x);', /\[sql-text\]/),
    wrong('t = arena_format(a, "SELECT %s FROM x", c);', /\[sql-text\]/),
    wrong('buffer_text(\n        &b, "x"\n        " ORDER BY y");', /\[sql-text\]/),
    wrong('q = query_start_text(s, "n", t);', /\[sql-text\]/),
    wrong(`// ${'TO'}${'DO'} later`, /unfinished/),
    [{ 'cgi-bin/lib/vault/v.c': 'int x = memcmp(a, b, 1);\n' }, /\[memcmp\]/],
    [{ 'tests/lint/allow/banned.txt': 'cgi-bin/x.c:atoi — gone\n' }, /excuses nothing any more/],
  ]);
  test('a function that measures a duration may', (t) => {
    assert.deepEqual(messages(banned(tree(t, body('clock_gettime(CLOCK_MONOTONIC, &t);')))), []);
  });
  test('an exception holds for its file and rule, and needs a reason', (t) => {
    const files = { ...body('x = atoi(a);'), 'tests/lint/allow/banned.txt': 'cgi-bin/login/a.c:atoi — digits were checked\n' };
    assert.deepEqual(messages(banned(tree(t, files))), []);
    files['tests/lint/allow/banned.txt'] = 'cgi-bin/login/a.c:atoi\n';
    assert.match(messages(banned(tree(t, files))).join(), /needs a reason/);
  });
});

describe('C is read as C', () => {
  test('comments and literals are set apart', () => {
    const { code, strings } = splitC('a("x // y", \'"\'); // strcpy("z")\n/* b */ c("d\\"e");');
    assert.equal(code.replace(/ +/g, ' '), 'a(" ", \' \'); \n c(" ");');
    assert.deepEqual(strings.map(({ text }) => text), ['x // y', 'd\\"e']);
  });
});

const lines = (count, line = '    x++;') => `${line}\n`.repeat(count);
describe('sizes', () => finds(sizes, { 'cgi-bin/a.c': `int a(void) {\n${lines(57)}    return x;\n}\n` }, [
  [{ 'cgi-bin/b.c': `int b(void) {\n${lines(58)}    return x;\n}\n` }, /b has 61 lines/],
  [{ 'cgi-bin/b.c': `int b;\n${lines(450, '//')}` }, /has 451 lines/],
  [{ 'cgi-bin/b.c': `int b; // ${'档'.repeat(131)}\n` }, /141 characters wide/],
  [{ 'tests/lint/allow/sizes.txt': 'cgi-bin/a.c:a — once was\n' }, /excuses nothing/],
]));

describe('globals', () => {
  const compiled = (t, source) => {
    const root = tree(t, { 'cgi-bin/a.c': source, 'build/release/x': '' });
    const built = spawnSync('gcc', ['-O2', '-fPIE', '-c', 'cgi-bin/a.c', '-o', 'build/release/a.c.o'], { cwd: root, encoding: 'utf8' });
    assert.equal(built.status, 0, built.stderr);
    return messages(globals(root));
  };
  test('constants and tables of pointers are none', (t) => {
    assert.deepEqual(compiled(t, 'static const char *const NAMES[] = {"a", 0};\nconst char *a(int i) { return NAMES[i]; }\n'), []);
  });
  for (const [what, source] of [
    ['an initialised global', 'int counter = 1;\n'],
    ['a static', 'static int counter;\nint a(void) { return counter++; }\n'],
    ['a static of a function', 'int a(void) { static int counter; return counter++; }\n'],
    ['a thread-local', '_Thread_local int counter;\n'],
  ]) test(`${what} is one`, (t) => assert.match(compiled(t, source).join(), /counter can change/));
  test('a source that was not compiled is a problem', (t) => {
    assert.match(messages(globals(tree(t, { 'cgi-bin/a.c': '' }))).join(), /is missing: build first/);
  });
});

describe('words', () => {
  const at = (...parts) => parts.join('');
  finds(words, {
    'a.md': 'See http://127.0.0.1:8080/ and zhang@example.com, 11010519491231002X, /workdays, ./home/x, :root {}\n',
    '.gitignore': '/home/\n/build/\n', 'package-lock.json': at('{"funding": "htt', 'ps://donate.some.org"}\n'),
  }, [
    [{ 'b.md': at('in /wo', 'rk/main\n') }, /a path of one machine/],
    [{ 'b.md': at('"/ro', 'ot/x"\n') }, /a path of one machine/],
    [{ 'b.md': at('/ho', 'me/zhang/x\n') }, /a path of one machine/],
    [{ 'b.md': at('from regis', 'try.some.org today\n') }, /a host of a package registry/],
    [{ 'b.md': at('htt', 'ps://cdn.some.org/x.js\n') }, /a foreign host/],
    [{ 'b.md': at('iss', 'ue 12\n') }, /how the work was organised/],
    [{ 'b.md': at('zhang', '@corp.cn\n') }, /an e-mail address/],
    [{ 'b.md': at('1101051949', '1231', '0038\n') }, /identity number/],
    [{ 'package-lock.json': at('{"resol', 'ved": "x"}\n') }, /an address in a lock file/],
  ]);
  test('a citizen\'s number is known by its check character', () => {
    assert.ok(isIdentity('11010519491231002X'));
    assert.ok(!isIdentity('110105194912310021'));
    assert.ok(!isIdentity('110105194902310021'));
  });
});

const PRAGMA = '{{%AUTOESCAPE context="HTML"}}\n';
describe('templates', () => {
  const faults = (body) => [...faultsOfTemplate(PRAGMA + body)].map(({ message }) => message);
  for (const body of [
    '<a href="/c/{{ID}}?q={{Q:url_query_escape}}&amp;p={{P:u}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{NAME}}</a>',
    '<input value="{{V}}"{{#ON}} checked{{/ON}} data-x="{{X}}">{{! a comment with <script> and {{}}',
    '<a href="{{HREF}}">x</a><textarea>{{V:pre_escape}}</textarea><title>{{T}}</title><script src="/static/a.js"></script>',
    '<div{{#WIDE}} class="wide"{{/WIDE}}>[[共 {{N}} 条]] 1 < 2</div>',
  ]) test(`leaves alone: ${body}`, () => assert.deepEqual(faults(body), []));
  for (const [body, expected] of [
    ['<p onclick="x()">', /inline event handler onclick/],
    ['<p style="color:red">', /inline style/],
    ['<style>p {}</style>', /<style> is not used/],
    ['<script>alert(1)</script>', /inline script/],
    ['<script type="application/json">{{X:json_escape}}</script>', /inline script/],
    ['<a href="/c?q={{X}}">', /in a query needs :url_query_escape/],
    ['<a href="/c?q={{X:h}}">', /in a query needs :url_query_escape/],
    ['<a href={{X}}>', /without quotes/],
    ['<p {{X}}>', /stands where the name/],
    ['<p data-{{X}}="1">', /stands where the name/],
    ['<{{X}}>', /stands where the name/],
    ['<button formaction="{{X}}">', /formaction: escaping/],
    ['<img srcset="{{X}} 2x">', /srcset: escaping/],
    ['<video poster="{{X}}">', /poster: escaping/],
    ['<use xlink:href="{{X}}">', /xlink:href: escaping/],
    ['<p hx-get="{{X}}">', /hx-get: escaping/],
    ['<p x-data="{{X}}">', /x-data: escaping/],
    ['<p>{{X:none}}</p>', /modifier not allowed/],
    ['<img src="//cdn/x.png">', /leaves the product/],
    ['<a href="javascript:x()">', /leaves the product/],
    ['<iframe src="/x"></iframe>', /<iframe> is not used/],
    ['<!-- {{X}} -->', /a variable in an HTML comment/],
    ['{{>PART}}', /put in place at build time/],
    ['{{%AUTOESCAPE context="JS"}}', /only the first line/],
  ]) test(`finds in ${body}`, () => assert.match(faults(body).join(), expected));
  test('demands the first line', () => {
    assert.match([...faultsOfTemplate('<p>x</p>')].map(({ message }) => message).join(), /the first line must be/);
  });
  test('demands the token in a form that posts', () => {
    const token = '<input type="hidden" name="csrf" value="{{CSRF}}">';
    assert.deepEqual([...faultsOfForms(`<form method="post">${token}</form><form method="get"></form>`)], []);
    assert.equal([...faultsOfForms(`<form method="POST" action="/x"></form><form method="post">${token}</form>`)].length, 1);
  });
});

describe('bindings', () => {
  const views = [{
    file: 'a.tpl', bindings: [
      { name: '', type: 'part', inner: [{ name: 'TITLE', type: 'text' }] },
      { name: 'EMPTY', type: 'bool' },
      { name: 'ROW', type: 'rows', inner: [{ name: 'NAME', type: 'text' }, { name: 'IN', type: 'rows', inner: [{ name: 'K', type: 'int' }] }] },
    ],
  }];
  const page = '{{TITLE}}{{#EMPTY}}{{TITLE}}{{/EMPTY}}{{#ROW}}{{NAME}}{{TITLE}}{{#ROW_separator}},{{/ROW_separator}}{{#IN}}{{K}}{{NAME}}{{/IN}}{{/ROW}}';
  const compared = (t, text, described = views) => messages(compare(tree(t, {
    'build/share/templates/zh/a.tpl': text, 'build/share/templates/en/a.tpl': page,
  }), described));
  test('inner scopes see the outer ones', (t) => assert.deepEqual(compared(t, page), []));
  for (const [text, expected] of [
    [`${page}{{OTHER}}`, /\{\{OTHER\}\} is not bound/],
    [`${page}{{NAME}}`, /\{\{NAME\}\} is not bound/],
    [`${page}{{#OTHER}}{{/OTHER}}`, /section \{\{#OTHER\}\} is not bound/],
    [`${page}{{EMPTY}}`, /is bound as bool/],
    [`${page}{{#TITLE}}{{/TITLE}}`, /is bound as text/],
    [page.replace('{{K}}', ''), /ROW\.IN\.K is bound, but the page does not use it/],
    [page.replace('{{#EMPTY}}{{TITLE}}{{/EMPTY}}', ''), /EMPTY is bound, but/],
    [`${page}{{#EMPTY}}`, /is never closed/],
  ]) test(`finds ${expected.source}`, (t) => assert.match(compared(t, text).join('\n'), expected));
  test('every page has a view and every view its page', (t) => {
    assert.match(compared(t, page, [...views, { file: 'b.tpl', bindings: [] }]).join('\n'), /zh\/b\.tpl.*not built/);
    assert.match(compared(t, page, []).join('\n'), /no program renders this page/);
  });
  test('a name bound twice in one scope is found', (t) => {
    const twice = [{ file: 'a.tpl', bindings: [...views[0].bindings, { name: 'TITLE', type: 'text' }] }];
    assert.match(compared(t, page, twice).join('\n'), /TITLE is bound twice/);
  });
});

describe('asvs', () => {
  const document = (change = (row) => row, met = 264) => Object.entries(ASKED).map(([section, last]) =>
    change(`| ${section}.1–${section}.${last} | it | met | \`unit/x: holds\` |`)).join('\n')
    + `\nOf 264: ${met} met, ${264 - met} not applicable, 0 not met.\n`;
  const good = { 'docs/asvs.md': document(), 'tests/unit/x_test.c': 'static void test_holds(void **state) {' };
  const changed = (from, to, met) => ({ 'docs/asvs.md': document((row) => row.replace(from, to), met) });
  finds(asvs, good, [
    [{ 'tests/unit/x_test.c': 'static void test_breaks(void **state) {', ...changed(/^\| (?!17\.1).*/, (row) => row.replace('met | `unit/x: holds`', 'not applicable | why'), 1) }, /17\.1\.1–17\.1\.1: tests\/unit\/x_test.c: no test "holds"/],
    [changed('| 17.1.1–17.1.1 | it | met | `unit/x: holds` |', '| 17.1.1–17.1.1 | it | met | trust us |'), /with nothing that shows it/],
  ]);
  test('finds what is missing and what stands there twice', (t) => {
    const found = messages(asvs(tree(t, { ...good, ...changed('17.2.1–17.2.4', '17.2.1–17.2.3, 17.2.3') }))).join('\n');
    assert.match(found, /17\.2\.3 stands there twice/);
    assert.match(found, /17\.2\.4 is missing/);
  });
});
