// Tests of the build: node --test static/build/*.test.mjs
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Catalogue } from './catalogue.mjs';
import { buildSprite } from './icons.mjs';
import { Output } from './output.mjs';
import { commonPasswords, readRegions } from './reference.mjs';
import { buildStylesheet } from './stylesheet.mjs';
import { escapeText, Templates } from './templates.mjs';

const PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n';
const HEAD = '{{%AUTOESCAPE context="HTML"}}\n';

function folderWith(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang 客档 '));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

function templatesOf(files) {
  const folder = folderWith(files);
  const catalogue = new Catalogue(path.join(folder, 'en.po'));
  const asset = (name) => `/static/${name}`;
  return { catalogue, templates: new Templates(folder, { catalogue, asset, icon: (name) => `<icon ${name}>` }) };
}

test('a page is wrapped, includes its parts and speaks both languages', () => {
  const { templates } = templatesOf({
    'layout.tpl': `${HEAD}<main>\n  [[content]]\n</main>`,
    'parts/sum.tpl': `${HEAD}{{! a part }}<b>[[共 {{N}} 户]]</b>`,
    'x/list.tpl': `${HEAD}[[layout]]\n<a href="[[asset a.css]]">[[icon eye]]</a>[[>parts/sum.tpl]]`,
    'en.po': `${PO}msgid "共 {{N}} 户"\nmsgstr "{{N}} \\"in all\\""\n`,
  });
  assert.deepEqual(templates.pages(), ['x/list.tpl']);
  assert.equal(templates.render('x/list.tpl', 'zh'),
    `${HEAD}<main>\n<a href="/static/a.css"><icon eye></a><b>共 {{N}} 户</b>\n</main>\n`);
  assert.match(templates.render('x/list.tpl', 'en'), /<b>\{\{N\}\} &quot;in all&quot;<\/b>/);
});

test('missing, fuzzy, unused and mismatched English is listed', () => {
  const { templates, catalogue } = templatesOf({
    'a.tpl': `${HEAD}[[甲]] [[乙]] [[丙 {{N}}]] [[丁]]`,
    'en.po': `${PO}#, fuzzy\nmsgid "乙"\nmsgstr "B"\n\nmsgid "丙 {{N}}"\nmsgstr "C"\n\nmsgid "丁"\nmsgstr "D"\n\nmsgid "戊"\nmsgstr "E"\n`,
  });
  templates.render('a.tpl', 'en');
  assert.deepEqual(catalogue.faults(), ['missing in English: "甲" (a.tpl)', 'fuzzy in English: "乙" (a.tpl)',
    'other variables in English: "丙 {{N}}" → "C" (a.tpl)', 'unused: "戊"']);
});

test('templates that would be raw, untranslated or endless are refused', () => {
  const { templates } = templatesOf({
    'raw.tpl': '<b>{{X}}</b>',
    'stray.tpl': `${HEAD}<b>客户</b>`,
    'typo.tpl': `${HEAD}[[aset x]]`,
    'endless.tpl': `${HEAD}[[>parts/a.tpl]]`,
    'parts/a.tpl': `${HEAD}[[>parts/a.tpl]]`,
  });
  assert.throws(() => templates.render('raw.tpl', 'zh'), /first line/);
  assert.throws(() => templates.render('stray.tpl', 'zh'), /Chinese outside/);
  assert.throws(() => templates.render('typo.tpl', 'zh'), /unknown directive/);
  assert.throws(() => templates.render('endless.tpl', 'zh'), /include each other/);
});

test('text is escaped but for its variables', () => {
  assert.equal(escapeText('<a & "{{B}}">'), '&lt;a &amp; &quot;{{B}}&quot;&gt;');
});

test('the stylesheet keeps used rules, spells out light-dark and refuses foreign hosts', () => {
  const folder = folderWith({
    'app.css': '@import "./a.css";',
    'a.css': ':root { --x: light-dark(rgb(1, 2, 3), #fff); --unused: 1; }\na { color: var(--x); }',
    'b.css': 'html a:hover, b { color: light-dark(red, blue); }',
    'bad.css': 'a { background: url("//elsewhere.example/x.png"); }',
  });
  const css = buildStylesheet(path.join(folder, 'app.css'), new Set(), () => '');
  assert.equal(css, ':root{--x:rgb(1, 2, 3)}@media (prefers-color-scheme: dark){:root:where(:not([data-appearance="light"])){--x:#fff}}:root:where([data-appearance="dark"]){--x:#fff}a{color:var(--x)}\n');
  assert.equal(buildStylesheet(path.join(folder, 'b.css'), new Set(), () => ''), 'html a:hover,b{color:red}'
    + '@media (prefers-color-scheme: dark){html:where(:not([data-appearance="light"])) a:hover,:where(:root:not([data-appearance="light"])) b{color:blue}}'
    + 'html:where([data-appearance="dark"]) a:hover,:where(:root[data-appearance="dark"]) b{color:blue}\n');
  assert.throws(() => buildStylesheet(path.join(folder, 'bad.css'), new Set(), () => ''), /elsewhere/);
});

test('an unknown icon is refused', () => {
  const folder = folderWith({ 'eye.svg': '<svg\n  class="x"\n>\n  <path d="M1 1" />\n</svg>' });
  assert.match(buildSprite(['eye', 'eye'], folder), /<symbol id="eye"[^>]*><path d="M1 1"\/><\/symbol>/);
  assert.throws(() => buildSprite(['nose'], folder), /no such icon: nose/);
});

test('output is hashed, compressed, left alone when unchanged, and swept', () => {
  const folder = folderWith({ 'static/old.css': 'x', 'reference/other.txt': 'stays' });
  const build = (text) => {
    const output = new Output(folder, ['static']);
    const url = output.publish('css/app.css', text);
    output.sweep();
    return url;
  };
  const url = build('a'.repeat(600));
  assert.match(url, /^\/static\/css\/app\.[0-9a-f]{10}\.css$/);
  const file = path.join(folder, url);
  const before = fs.statSync(file).mtimeMs;
  assert.equal(build('a'.repeat(600)), url);
  assert.equal(fs.statSync(file).mtimeMs, before);
  assert.ok(fs.existsSync(`${file}.gz`));
  assert.ok(!fs.existsSync(path.join(folder, 'static/old.css')));
  assert.ok(fs.existsSync(path.join(folder, 'reference/other.txt')));
  assert.notEqual(build('b'.repeat(600)), url);
  assert.ok(!fs.existsSync(file) && !fs.existsSync(`${file}.gz`));
});

test('regions have a six-digit code, their parent and one full name each', () => {
  const regions = readRegions();
  const byCode = new Map(regions.map((region) => [region.code, region]));
  assert.equal(byCode.size, regions.length);
  assert.equal(new Set(regions.map((region) => region.fullName)).size, regions.length);
  for (const region of regions) {
    assert.match(region.code, /^\d{6}$/);
    assert.ok(region.parent === '' || byCode.get(region.parent).fullName + region.name === region.fullName, region.code);
  }
  assert.equal(byCode.get('440305').fullName, '广东省深圳市南山区');
  assert.equal(byCode.get('110101').fullName, '北京市东城区');
  assert.equal(byCode.get('441900').fullName, '广东省东莞市');
  assert.equal(byCode.get('710000').fullName, '台湾省');
});

test('common passwords are words to be looked for, lower case, sorted and single', () => {
  const words = commonPasswords().trimEnd().split('\n');
  assert.ok(words.length > 3000, `${words.length} are too few`);
  assert.ok(words.includes('password'));
  assert.ok(words.every((word) => [...word].length >= 4 && word === word.toLowerCase()));
  assert.deepEqual(words, [...new Set(words)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
});
