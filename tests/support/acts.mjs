// One good use of every POST route, for tests that let something fail meanwhile. An act prepares what it needs and then sends its one
// request through `send`, which is given by the test; it resolves to the answer. A new route needs an act here.
import { adminActs } from './acts_admin.mjs';
import { contractActs } from './acts_contract.mjs';
import { fieldActs } from './acts_fields.mjs';
import { approvalActs } from './approvals.mjs';
import { Client, signedIn } from './client.mjs';
import { codeOf, forgetUse, secretOf } from './totp.mjs';
import { until } from './until.mjs';

const FACTOR = '/account/second-factor';
const VIEW = { query: 'kind.is=dealer', name: '经销商', shared: 'no' };
const PASSWORD = '青梧 夜航船 旧雨伞 三更灯';

export class Acts {
  #people = new Map();
  #count = 0;

  constructor(instance) {
    this.instance = instance;
    this.routes = { ...this.#routes, ...adminActs(this), ...fieldActs(this), ...contractActs(this), ...approvalActs(this) };
  }

  get next() {
    return ++this.#count;
  }

  sql(statement) {
    return this.instance.store(statement, { write: true });
  }

  // Signed in once, and again when the session is gone.
  async as(role) {
    const known = this.#people.get(role);
    if (known && (await known.get('/account')).status === 200) return known;
    const client = await signedIn(this.instance, role);
    await client.visit('/');
    await client.token();
    this.#people.set(role, client);
    return client;
  }

  #person(role) {
    const { login } = this.instance.account(role);
    return this.instance.store(`SELECT id FROM person WHERE login = '${login}';`)[0].id;
  }

  #phone() {
    return `139${String(10_000_000 + this.#count * 7).slice(-8)}`;
  }

  async #newCustomer(client) {
    const name = `故障${++this.#count}号物流有限公司`;
    const made = (await client.post('/customer/new', { name, phone: this.#phone(), owner: client.login })).is(303);
    return { name, phone: this.#phone(), id: Number(/\d+/.exec(made.location)[0]) };
  }

  async #newContact(client) {
    const customer = await this.#newCustomer(client);
    (await client.post(`/customer/${customer.id}/contact/new`, { name: '联系人甲', mobile: this.#phone() })).is(303);
    return { ...customer, contact: this.instance.store(`SELECT id FROM contact WHERE customer_id = ${customer.id};`)[0].id };
  }

  async #newView(client) {
    this.sql('DELETE FROM saved_view;');
    return Number(/view=(\d+)/.exec((await client.post('/customer/views', VIEW)).is(303).location)[1]);
  }

  // Of somebody who is moved: the auditor is told, once a day and person.
  async #newCase(auditor) {
    this.sql(`INSERT INTO audit_notice (kind, person_id, since, until, day) SELECT 'moving', id, 0, ${Date.now()}, 'd${this.next}' FROM person WHERE login = '${this.instance.account('sales').login}';`);
    return until('the case is there', async () => {
      const [row] = (await auditor.get('/audit/desk')).page.rows;
      return row && Number(/case\/(\d+)/.exec(row.href)[1]);
    });
  }

  // A second factor that is off, being set up, or on.
  async #factor(client, role, state) {
    const person = this.#person(role);
    const { password } = this.instance.account(role);
    this.sql(`DELETE FROM second_factor WHERE person_id = ${person}; DELETE FROM recovery_code WHERE person_id = ${person}; DELETE FROM sign_in_failure;`);
    if (state === 'off') return { password };
    const secret = secretOf((await client.post(`${FACTOR}/begin`, { password })).is(200).body);
    if (state === 'on') (await client.post(`${FACTOR}/confirm`, { code: codeOf(secret) })).is(200);
    forgetUse(this.instance);
    return { password, secret };
  }

  #withClerk = (act) => async (send) => act(await this.as('archive_clerk'), send);

  #routes = {
    '/login': async (send) => {
      const { login, password } = this.instance.account('marketing');
      const visitor = new Client(this.instance);
      await visitor.get('/login');
      return send(() => visitor.post('/login', { login, password, next: '/' }));
    },
    '/login/code': async (send) => {
      const { secret } = await this.#factor(await this.as('finance'), 'finance', 'on');
      const { login, password } = this.instance.account('finance');
      const visitor = new Client(this.instance);
      await visitor.signIn(login, password);
      await visitor.get('/login/code');
      const answer = await send(() => visitor.post('/login/code', { code: codeOf(secret), next: '/' }));
      await this.#factor(await this.as('legal'), 'finance', 'off');
      return answer;
    },
    '/logout': async (send) => {
      const client = await signedIn(this.instance, 'gate');
      await client.visit('/');
      return send(() => client.post('/logout'));
    },
    '/account/password': async (send) => {
      const client = await this.as('technical');
      const person = this.#person('technical');
      const [{ hash }] = this.instance.passwords(`SELECT hash FROM credential WHERE person_id = ${person};`);
      const { password } = this.instance.account('technical');
      const answer = await send(() => client.post('/account/password', { present: password, fresh: PASSWORD, again: PASSWORD }));
      this.instance.passwords(`UPDATE credential SET hash = '${hash}' WHERE person_id = ${person};`, { write: true });
      this.sql('DELETE FROM sign_in_failure;');
      return answer;
    },
    [`${FACTOR}/begin`]: async (send) => {
      const client = await this.as('legal');
      const { password } = await this.#factor(client, 'legal', 'off');
      return send(() => client.post(`${FACTOR}/begin`, { password }));
    },
    [`${FACTOR}/confirm`]: async (send) => {
      const client = await this.as('legal');
      const { secret } = await this.#factor(client, 'legal', 'begun');
      return send(() => client.post(`${FACTOR}/confirm`, { code: codeOf(secret) }));
    },
    [`${FACTOR}/codes`]: async (send) => {
      const client = await this.as('legal');
      const { password, secret } = await this.#factor(client, 'legal', 'on');
      return send(() => client.post(`${FACTOR}/codes`, { password, code: codeOf(secret) }));
    },
    [`${FACTOR}/off`]: async (send) => {
      const client = await this.as('legal');
      const { password, secret } = await this.#factor(client, 'legal', 'on');
      return send(() => client.post(`${FACTOR}/off`, { password, code: codeOf(secret) }));
    },
    '/account/language': this.#withClerk((client, send) => send(() => client.post('/account/language', { lang: 'zh', next: '/' }))),
    '/account/notice': async (send) => {
      const client = await this.as('finance');
      const [{ id }] = this.instance.store(`INSERT INTO account_notice (person_id, kind, at, by_name, address, detail, offer_id)
        VALUES (${this.#person('finance')}, 'password', 0, '管理员', '', '', 0) RETURNING id;`, { write: true });
      return send(() => client.post('/account/notice', { notice: String(id) }));
    },
    '/account/looks': this.#withClerk((client, send) => send(() => client.post('/account/looks', { density: 'comfortable', appearance: 'dark' }))),
    '/account/session/end': async (send) => {
      const client = await this.as('service');
      await signedIn(this.instance, 'service');
      const page = (await client.get('/account')).page;
      return send(() => client.send(page, '/account/session/end'));
    },
    '/account/session/others': async (send) => {
      const client = await this.as('service');
      await signedIn(this.instance, 'service');
      return send(() => client.post('/account/session/others'));
    },
    '/customer/columns': this.#withClerk((client, send) => {
      this.sql('DELETE FROM list_choice;');
      return send(() => client.post('/customer/columns', { query: '', act: 'save', show: 'industry' }));
    }),
    '/customer/views/{view}/default': this.#withClerk(async (client, send) => {
      this.sql('DELETE FROM list_choice;');
      const id = await this.#newView(client);
      return send(() => client.post(`/customer/views/${id}/default`, { on: '1' }));
    }),
    '/customer/views/{view}/take': this.#withClerk(async (client, send) => {
      const id = 7_000_000; // a shared one of somebody who has left
      this.sql(`INSERT OR IGNORE INTO person (id, login, name, unit_id, state, created_at) SELECT ${id}, 'left.long.ago', '旧人', min(id), 'closed', 0 FROM unit;
        DELETE FROM saved_view;
        INSERT INTO saved_view (id, person_id, name, query, shared, unit_id, created_at) SELECT ${id}, id, '旧', 'kind.is=dealer', 'all', unit_id, 0 FROM person WHERE id = ${id};`);
      return send(() => client.post(`/customer/views/${id}/take`));
    }),
    '/customer/export': this.#withClerk((client, send) => send(() => client.post('/customer/export', { query: 'kind.is=dealer', format: 'csv' }))),
    '/customer/views': this.#withClerk((client, send) => {
      this.sql('DELETE FROM saved_view;');
      return send(() => client.post('/customer/views', VIEW));
    }),
    '/customer/views/{view}': this.#withClerk(async (client, send) => {
      const id = await this.#newView(client);
      return send(() => client.post(`/customer/views/${id}`, { name: '新名', shared: 'all' }));
    }),
    '/customer/views/{view}/delete': this.#withClerk(async (client, send) => {
      const id = await this.#newView(client);
      return send(() => client.post(`/customer/views/${id}/delete`));
    }),
    '/customer/views/{view}/restore': this.#withClerk(async (client, send) => {
      const id = await this.#newView(client);
      (await client.post(`/customer/views/${id}/delete`)).is(303);
      return send(() => client.post(`/customer/views/${id}/restore`));
    }),
    '/audit/desk/verify': async (send) => {
      const auditor = await this.as('auditor');
      await until('no verification is running', async () => !/正在验证/.test((await auditor.get('/audit/desk')).page.text)); // else it is shown, not begun
      return send(() => auditor.post('/audit/desk/verify'));
    },
    '/audit/desk/rules/{rule}': async (send) => {
      const auditor = await this.as('auditor');
      return send(() => auditor.post('/audit/desk/rules/1', { threshold: String(4000 + this.next % 900), minutes: '30', active: '1' }));
    },
    '/audit/desk/case/{case}/decide': async (send) => {
      const auditor = await this.as('auditor');
      const id = await this.#newCase(auditor);
      return send(() => auditor.post(`/audit/desk/case/${id}/decide`, { decision: 'talk', text: '已与本人谈话核实' }));
    },
    '/customer/search': this.#withClerk(async (client, send) => {
      const { phone } = await this.#newCustomer(client);
      return send(() => client.post('/customer/search', { q: phone }));
    }),
    '/customer/new': this.#withClerk((client, send) => send(() => client.post('/customer/new', {
      name: `新建${++this.#count}号物流有限公司`, phone: this.#phone(), remarks: '备注', owner: client.login,
    }))),
    '/customer/{id}/edit': this.#withClerk(async (client, send) => {
      const { id, name } = await this.#newCustomer(client);
      return send(() => client.post(`/customer/${id}/edit`, { name, goods: '螺纹钢', version: '1' }));
    }),
    '/customer/{id}/reveal': this.#withClerk(async (client, send) => {
      const { id } = await this.#newCustomer(client);
      return send(() => client.post(`/customer/${id}/reveal`, { field: 'phone', purpose: 'contact' }));
    }),
    '/customer/{id}/contact/new': this.#withClerk(async (client, send) => {
      const { id } = await this.#newCustomer(client);
      return send(() => client.post(`/customer/${id}/contact/new`, { name: '联系人乙', mobile: this.#phone() }));
    }),
    '/customer/{id}/contact/{contact}/edit': this.#withClerk(async (client, send) => {
      const { id, contact } = await this.#newContact(client);
      return send(() => client.post(`/customer/${id}/contact/${contact}/edit`, { name: '联系人丙', version: '1' }));
    }),
    '/customer/{id}/contact/{contact}/delete': this.#withClerk(async (client, send) => {
      const { id, contact } = await this.#newContact(client);
      return send(() => client.post(`/customer/${id}/contact/${contact}/delete`, { version: '1' }));
    }),
    '/customer/{id}/contact/{contact}/restore': this.#withClerk(async (client, send) => {
      const { id, contact } = await this.#newContact(client);
      const page = (await client.get(`/customer/${id}/contact/${contact}/delete`)).page;
      (await client.send(page, `/customer/${id}/contact/${contact}/delete`)).is(303);
      return send(() => client.post(`/customer/${id}/contact/${contact}/restore`));
    }),
    '/customer/{id}/contact/{contact}/reveal': this.#withClerk(async (client, send) => {
      const { id, contact } = await this.#newContact(client);
      return send(() => client.post(`/customer/${id}/contact/${contact}/reveal`, { field: 'mobile', purpose: 'contact' }));
    }),
  };
}
