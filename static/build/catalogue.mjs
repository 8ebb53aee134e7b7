// The English catalogue templates/en.po: message id = the Chinese text as it stands in the template. Missing, fuzzy and
// unused entries are faults, so that neither language can fall behind.
import fs from 'node:fs';
import { po } from 'gettext-parser';

const EMPTY = {
  charset: 'utf-8',
  headers: { Language: 'en', 'Content-Type': 'text/plain; charset=UTF-8' },
  translations: { '': {} },
};
const VARIABLE = /\{\{[^}]*\}\}/g;

export class Catalogue {
  constructor(file) {
    this.file = file;
    this.parsed = fs.existsSync(file) ? po.parse(fs.readFileSync(file), { defaultCharset: 'utf-8' }) : EMPTY;
    this.entries = this.parsed.translations[''];
    this.used = new Map(); // message id → files
  }

  /** The English for a Chinese text; the text itself when there is none, which faults() reports. */
  translate(text, file) {
    if (!this.used.has(text)) this.used.set(text, new Set());
    this.used.get(text).add(file);
    return this.entries[text]?.msgstr?.[0] || text;
  }

  /** One line for everything that is wrong with the catalogue, after all templates were read. */
  faults() {
    const faults = [];
    for (const [text, files] of this.used) {
      const entry = this.entries[text];
      const where = [...files].join(', ');
      if (!entry?.msgstr?.[0]) faults.push(`missing in English: "${text}" (${where})`);
      else if (entry.comments?.flag?.includes('fuzzy')) faults.push(`fuzzy in English: "${text}" (${where})`);
      else if (!sameVariables(text, entry.msgstr[0]))
        faults.push(`other variables in English: "${text}" → "${entry.msgstr[0]}" (${where})`);
    }
    for (const text of Object.keys(this.entries))
      if (text !== '' && !this.used.has(text)) faults.push(`unused: "${text}"`);
    return faults;
  }

  /** Rewrites the file: new texts with an empty translation, unused ones gone, each with the templates that use it. */
  update() {
    const translations = { '': { '': this.entries[''] ?? { msgid: '', msgstr: [''] } } };
    for (const [text, files] of this.used) {
      const old = this.entries[text];
      translations[''][text] = { msgid: text, msgstr: old?.msgstr ?? [''],
        comments: { ...old?.comments, reference: [...files].sort().join('\n') } };
    }
    fs.writeFileSync(this.file, po.compile({ ...this.parsed, translations }, { foldLength: 0 }).toString().trimEnd() + '\n');
  }
}

function sameVariables(a, b) {
  const sorted = (text) => (text.match(VARIABLE) ?? []).sort().join();
  return sorted(a) === sorted(b);
}
