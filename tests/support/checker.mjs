// Checks a page's HTML against the standard and the project's own rules, as messages ([] = sound).
import { HtmlValidate } from 'html-validate';
import { attribute, elements } from './html.mjs';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    'element-permitted-content': 'error',
    'no-inline-style': 'error',
    'no-implicit-button-type': 'error',
    'require-sri': 'off', // everything is our own
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off', // a title holds the customer's whole name
    'doctype-style': 'off',
    'attribute-boolean-style': 'error',
    'prefer-native-element': 'error',
    'unique-landmark': 'error',
    'input-missing-label': 'error',
    'heading-level': 'error',
    'no-dup-id': 'error',
  },
});

export async function htmlFaults(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages).map((found) =>
    `${found.line}:${found.column} ${found.ruleId}: ${found.message} — ${html.split('\n')[found.line - 1].trim().slice(0, 160)}`);
}

const FOREIGN = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i;
const SCHEME = /^(?!data:|mailto:|tel:)[a-z][a-z0-9+.-]*:/i;

// What the page would load, send or lead to outside of this site; a customer's own website is text, never a link.
export function foreignAddresses(page) {
  return page.resources.filter((address) => FOREIGN.test(address.trim()) || SCHEME.test(address.trim()));
}

// What a strict Content-Security-Policy would forbid.
export function inlineCode(page) {
  const scripts = elements(page.document, 'script').filter((node) => attribute(node, 'src') === undefined);
  const styles = elements(page.document, (node) => node.tagName === 'style' || attribute(node, 'style') !== undefined);
  const handlers = elements(page.document, (node) => node.attrs.some((found) => /^on/.test(found.name)));
  return [...scripts, ...styles, ...handlers].map((node) => node.tagName);
}
