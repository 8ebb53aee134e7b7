// One SVG sprite of the icons that are used: those named by [[icon …]] in the templates, and those of static/icons.txt, which
// programs name in their menu. Source: the outline set of @tabler/icons.
import fs from 'node:fs';
import path from 'node:path';

/** @returns {string} the sprite */
export function buildSprite(names, folder) {
  const symbols = [...new Set(names)].sort().map((name) => {
    const file = path.join(folder, `${name}.svg`);
    if (!fs.existsSync(file)) throw new Error(`no such icon: ${name}`);
    const shapes = fs.readFileSync(file, 'utf8')
      .replace(/<svg[^>]*>|<\/svg>|<!--.*?-->/gs, '')
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, '')
      .replace(/\s+/g, ' ').replace(/ ?\/> ?/g, '/>').trim();
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" `
      + `stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Tabler Icons, MIT, see licenses -->\n${symbols.join('\n')}\n</svg>\n`;
}

/** The names in a file of one name a line with # comments. */
export function readNames(file) {
  return fs.readFileSync(file, 'utf8').split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
}

export const iconMarkup = (sprite, name) =>
  `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;
