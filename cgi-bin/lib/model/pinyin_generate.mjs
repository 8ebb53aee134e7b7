// Writes the table of pinyin readings as C to standard output. Its source is the Unihan database as Debian's package
// unicode-data installs it; `node pinyin_generate.mjs [FOLDER]`, default /usr/share/unicode. See pinyin_table.h.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const PAGE = 256;
// Each gives a list of readings with tones; together they hold every reading that dictionaries of names and places know.
const PROPERTIES = {
  kMandarin: (value) => value.split(' '),
  kHanyuPinlu: (value) => value.split(' ').map((item) => item.replace(/\(\d+\)$/, '')),
  kTGHZ2013: (value) => value.split(' ').flatMap((item) => item.slice(item.indexOf(':') + 1).split(',')),
  kXHC1983: (value) => value.split(' ').flatMap((item) => item.slice(item.indexOf(':') + 1).split(',')),
};
// For characters without a reading of their own, the nearest kin first.
const VARIANTS = ['kSemanticVariant', 'kZVariant', 'kSimplifiedVariant', 'kTraditionalVariant', 'kSpoofingVariant'];
// Not in Unihan, since it counts as a symbol: the zero of years and house numbers.
const BESIDE_UNIHAN = [[0x3007, 'líng']];

function readUnihan(folder, name) {
  const path = join(folder, name);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  if (existsSync(`${path}.gz`)) return gunzipSync(readFileSync(`${path}.gz`)).toString('utf8');
  if (existsSync(`${path}.bz2`)) return execFileSync('bzip2', ['-dc', `${path}.bz2`], { encoding: 'utf8', maxBuffer: 1 << 28 });
  throw new Error(`${path} is missing: install the package unicode-data`);
}

function* entries(text) {
  for (const line of text.split('\n')) {
    const [code, property, value] = line.split('\t');
    if (value !== undefined && code.startsWith('U+')) yield [parseInt(code.slice(2), 16), property, value];
  }
}

function withoutTone(reading) {
  const plain = reading.trim().normalize('NFD').replace(/u\u0308/g, 'v').replace(/\p{M}/gu, '');
  if (!/^[a-z]+$/.test(plain)) throw new Error(`not a reading: ${reading}`);
  return plain;
}

function collectReadings(text) {
  const readings = new Map();
  const add = (point, reading) => {
    if (!readings.has(point)) readings.set(point, new Set());
    readings.get(point).add(withoutTone(reading));
  };
  for (const [point, reading] of BESIDE_UNIHAN) add(point, reading);
  for (const [point, property, value] of entries(text)) {
    if (Object.hasOwn(PROPERTIES, property)) PROPERTIES[property](value).forEach((reading) => add(point, reading));
  }
  return readings;
}

function addVariants(readings, text) {
  const kin = new Map(); // point → property → points
  for (const [point, property, value] of entries(text)) {
    if (readings.has(point) || !VARIANTS.includes(property)) continue;
    if (!kin.has(point)) kin.set(point, {});
    kin.get(point)[property] = value.split(' ').map((item) => parseInt(item.slice(2), 16));
  }
  const found = new Map();
  for (const [point, byProperty] of kin) {
    const property = VARIANTS.find((name) => byProperty[name]?.some((other) => readings.has(other)));
    if (property === undefined) continue;
    found.set(point, new Set(byProperty[property].flatMap((other) => [...(readings.get(other) ?? [])])));
  }
  for (const [point, set] of found) readings.set(point, set);
}

// The readings in alphabetical order; before them and a '|' the most common one, where that is another. It is the one that
// was collected first: Unihan lists kHanyuPinlu (by frequency) before kMandarin (the customary one) before the rest.
function textOf(set) {
  const [main] = set;
  const sorted = [...set].sort();
  return (main === sorted[0] ? '' : `${main}|`) + sorted.join(' ');
}

// The distinct texts one after the other, and where each begins.
function packTexts(readings) {
  const offsets = new Map();
  let text = '\0';
  const texts = new Map([...readings].map(([point, set]) => [point, textOf(set)]));
  for (const item of [...new Set(texts.values())].sort()) {
    offsets.set(item, text.length);
    text += `${item}\0`;
  }
  if (text.length > 0xffff) throw new Error('the texts no longer fit 16 bits');
  return { text, offsetOf: new Map([...texts].map(([point, item]) => [point, offsets.get(item)])) };
}

function packPages(offsetOf) {
  const count = Math.floor(Math.max(...offsetOf.keys()) / PAGE) + 1;
  const pages = [new Array(PAGE).fill(0)];
  const pageOf = new Array(count).fill(0);
  for (const [point, offset] of offsetOf) {
    const page = Math.floor(point / PAGE);
    if (pageOf[page] === 0) pageOf[page] = pages.push(new Array(PAGE).fill(0)) - 1;
    pages[pageOf[page]][point % PAGE] = offset;
  }
  return { pages, pageOf };
}

// Every syllable as it may be typed, ü as v or u, in alphabetical order.
function syllablesOf(readings) {
  const all = [...readings.values()].flatMap((set) => [...set]);
  return [...new Set(all.flatMap((reading) => [reading, reading.replace('v', 'u')]))].sort();
}

function rows(items, perRow) {
  const lines = [];
  for (let i = 0; i < items.length; i += perRow) lines.push(`    ${items.slice(i, i + perRow).join(', ')},`);
  return lines.join('\n');
}

const folder = process.argv[2] ?? '/usr/share/unicode';
const readings = collectReadings(readUnihan(folder, 'Unihan_Readings.txt'));
addVariants(readings, readUnihan(folder, 'Unihan_Variants.txt'));
const syllables = syllablesOf(readings);
const { text, offsetOf } = packTexts(readings);
const { pages, pageOf } = packPages(offsetOf);

process.stdout.write(`// Generated by cgi-bin/lib/model/pinyin_generate.mjs from the Unihan database: ${readings.size} characters.
// Copyright of the data: Unicode, Inc., under the Unicode License V3.
#include "model/pinyin_table.h"

const uint32_t PINYIN_PAGE_COUNT = ${pageOf.length};
const uint16_t PINYIN_PAGE_OF[] = {
${rows(pageOf, 24)}
};
const uint16_t PINYIN_PAGES[][PINYIN_PAGE_SIZE] = {
${pages.map((page) => `    {\n${rows(page, 24)}\n    },`).join('\n')}
};
const char PINYIN_TEXT[] = {
${rows([...text].map((c) => (c === '\0' ? '0' : `'${c}'`)), 30)}
};
const char *const PINYIN_SYLLABLES[] = {
${rows(syllables.map((one) => `"${one}"`), 16)}
};
const size_t PINYIN_SYLLABLE_COUNT = ${syllables.length};
`);
