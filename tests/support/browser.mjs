// A browser for tests: Debian's chromium without a screen, one profile a person, watched for errors and foreign requests.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './instance.mjs';

const CHROMIUM = process.env.KEDANG_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-dev-shm-usage', '--font-render-hinting=none'];
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STEP_MS = 30_000;

export const DESKTOP = { width: 1366, height: 768 };
export const PHONE = { width: 360, height: 740 };

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

// A person at the browser: pages of one profile, what they asked for and what went wrong on them.
export class Person {
  problems = [];

  constructor(instance, context) {
    this.instance = instance;
    this.context = context;
  }

  static async at(browser, instance, { language = 'zh-CN', viewport = DESKTOP, scripts = true, colors = 'light' } = {}) {
    const context = await browser.newContext({
      baseURL: instance.url, locale: language, viewport, javaScriptEnabled: scripts, colorScheme: colors, reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(STEP_MS);
    const person = new Person(instance, context);
    context.on('request', (request) => {
      if (!request.url().startsWith(instance.url) && !request.url().startsWith('data:')) person.problems.push(`asks ${request.url()}`);
    });
    person.page = await context.newPage();
    person.page.on('console', (message) => {
      // The browser notes every answer of 400 and above (503: the log can't be written); which ones those may be is the test's business.
      if (['error', 'warning'].includes(message.type()) && !/^Failed to load resource: .* status of (4\d\d|503)/.test(message.text())) person.problems.push(`console: ${message.text()}`);
    });
    person.page.on('pageerror', (error) => person.problems.push(`script: ${error.message}`));
    person.page.on('dialog', (dialog) => dialog.accept());
    return person;
  }

  close() {
    return this.context.close();
  }

  async signIn(role) {
    const { login, password } = this.instance.account(role);
    await this.page.goto('/login');
    await this.page.fill('#login', login);
    await this.page.fill('#password', password);
    await this.press('form[action="/login"] button[type=submit]');
    return this;
  }

  // Presses what leads to another page, and waits until that is there; gives its answer.
  async press(selector) {
    const [answer] = await Promise.all([this.page.waitForNavigation(), this.page.click(selector)]);
    return answer;
  }

  // As a visitor of tests/support/states.mjs; both give {status}.
  async get(address) {
    const answer = await this.page.goto(address);
    return { status: answer.status() };
  }

  async send(address, action, values, between = () => {}) {
    await this.page.goto(address);
    between();
    return this.sendOn(action, values);
  }

  async sendOn(action, values) {
    const answering = this.page.waitForNavigation();
    await this.page.evaluate(fillAndSubmit, { action, values });
    return { status: (await answering).status() };
  }

  body() {
    return this.page.content();
  }

  // --- looking ---

  async axe() {
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate(() => globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
    }));
    return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\n')[1]?.trim()}`));
  }

  // How much wider than the window the page is, and what sticks out.
  overflow() {
    return this.page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      const wide = document.documentElement.scrollWidth - width;
      if (wide <= 0) return null;
      const culprits = [...document.body.querySelectorAll('*')].filter((node) => node.getBoundingClientRect().right > width + 0.5)
        .slice(0, 3).map((node) => `<${node.tagName.toLowerCase()} class="${node.getAttribute('class') ?? ''}">`);
      return `${wide} px too wide: ${culprits.join(', ')}`;
    });
  }

  async screenshot(folder, name, options = {}) {
    const file = path.join(ROOT, 'build/screenshots', folder, `${name.replaceAll(/[^\w-]+/g, '-')}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // What sticks to the window's edge would lie across the middle of the picture.
    await this.page.evaluate(() => document.querySelectorAll('.sheet > .actions').forEach((node) => { node.style.position = 'static'; }));
    await this.page.screenshot({ path: file, fullPage: true, ...options });
  }

  heading() {
    return this.page.locator('h1').first().innerText();
  }

  text() {
    return this.page.locator('body').innerText();
  }
}

// Runs in the page: fills a form as the values say (arrays tick boxes, or go one by one into inputs of the same name) and sends it.
function fillAndSubmit({ action, values }) {
  const form = [...document.forms].find((found) => found.getAttribute('action')?.split('?')[0] === action.split('?')[0]);
  let button; // the one that is named with its value: what it says goes along only when it is pressed
  for (const [name, value] of Object.entries(values)) {
    const controls = [...form.elements].filter((control) => control.name === name);
    for (const [i, control] of controls.entries()) {
      if (control.type === 'submit') button = control.value === value ? control : button;
      else if (control.type === 'checkbox' || control.type === 'radio') control.checked = [value].flat().includes(control.value);
      else control.value = Array.isArray(value) ? value[i] ?? '' : value;
    }
  }
  form.noValidate = true;
  if (button) form.requestSubmit(button);
  else form.submit();
}
