// The acts of the program admin (see acts.mjs): each on a person, unit or role of its own.
const PERSON = '/admin/person/{person}';
const UNIT = '/admin/unit/{unit}';
const ROLE = '/admin/role/{role}';

export function adminActs(acts) {
  const one = (statement) => acts.instance.store(statement)[0]?.id;
  const roleId = (key) => one(`SELECT id FROM role WHERE key = '${key}';`);
  const unitId = () => one("SELECT max(unit_id) AS id FROM person WHERE state = 'active';");

  async function newPerson(admin, role = 'sales') {
    const login = `fault.${acts.next}`;
    const values = { login, name: `故障${login}`, unit: String(unitId()), superior: '', roles: [String(roleId(role))] };
    (await admin.submit('/admin/person/new', '/admin/person/new', values)).is(200);
    return one(`SELECT id FROM person WHERE login = '${login}';`);
  }
  async function newUnit(admin) {
    const name = `故障单位${acts.next}`;
    (await admin.submit('/admin/unit/new', '/admin/unit/new', { name, parent: '1', head: '' })).is(303);
    return one(`SELECT id FROM unit WHERE name = '${name}';`);
  }
  async function newRole(admin) {
    const name = `故障角色${acts.next}`;
    (await admin.submit('/admin/role/new', '/admin/role/new', { name_zh: name, name_en: `Fault ${name.length}${acts.next}`, permissions: ['customer.read'], scope: '1', level: '1' })).is(303);
    return one(`SELECT id FROM role WHERE name_zh = '${name}';`);
  }
  // Its form is loaded before, so that sending it is the one request that is watched.
  const sent = (make, page, action, values = () => ({})) => async (send) => {
    const admin = await acts.as('administrator');
    const id = await make(admin);
    const form = (await admin.get(page(id))).is(200).page;
    return send(() => admin.send(form, action(id), values(id)));
  };
  const same = (make, path, values) => sent(make, path, path, values);
  const nothing = () => 0;
  const person = (way, values, make = newPerson) => same(make, (id) => `/admin/person/${id}/${way}`, values);

  return {
    '/admin/person/new': same(nothing, () => '/admin/person/new', () => ({
      login: `fault.new.${acts.next}`, name: '故障新人', unit: String(unitId()), superior: '', roles: [String(roleId('sales'))],
    })),
    [`${PERSON}/edit`]: person('edit', () => ({ name: `改名${acts.next}` })),
    [`${PERSON}/password`]: person('password'),
    [`${PERSON}/second-factor`]: person('second-factor', undefined, async (admin) => {
      const id = await newPerson(admin);
      acts.sql(`INSERT INTO second_factor (person_id, box, confirmed_at) VALUES (${id}, x'00', 1);`);
      return id;
    }),
    [`${PERSON}/leave`]: person('leave'),
    [`${PERSON}/move`]: person('move', () => ({ unit: '1', superior: '' })),
    [`${PERSON}/reopen`]: person('reopen', undefined, async (admin) => {
      const id = await newPerson(admin);
      (await admin.submit(`/admin/person/${id}/leave`, `/admin/person/${id}/leave`)).is(303);
      return id;
    }),
    '/admin/unit/new': same(nothing, () => '/admin/unit/new', () => ({ name: `新单位${acts.next}`, parent: '1', head: '' })),
    [`${UNIT}/edit`]: same(newUnit, (id) => `/admin/unit/${id}/edit`, () => ({ name: `改名单位${acts.next}` })),
    [`${UNIT}/close`]: same(newUnit, (id) => `/admin/unit/${id}/close`),
    [`${UNIT}/reopen`]: sent(async (admin) => {
      const id = await newUnit(admin);
      (await admin.submit(`/admin/unit/${id}/close`, `/admin/unit/${id}/close`)).is(303);
      return id;
    }, () => '/admin/unit', (id) => `/admin/unit/${id}/reopen`),
    '/admin/role/new': same(nothing, () => '/admin/role/new', () => ({
      name_zh: `新角色${acts.next}`, name_en: `New ${acts.next}`, permissions: ['customer.read'], scope: '1', level: '1',
    })),
    [`${ROLE}/edit`]: same(newRole, (id) => `/admin/role/${id}/edit`, () => ({ name_zh: `改名角色${acts.next}` })),
    [`${ROLE}/delete`]: same(newRole, (id) => `/admin/role/${id}/delete`),
    '/admin/setting': same(() => acts.sql("DELETE FROM setting WHERE key = 'session.idle_minutes';"), () => '/admin/setting', () => ({ 'session.idle_minutes': '20' })),
    '/admin/workday': async (send) => {
      const admin = await acts.as('administrator');
      acts.sql('DELETE FROM workday;');
      return send(() => admin.post('/admin/workday', { days: '2031-01-01 休 元旦' }));
    },
    '/admin/price': async (send) => {
      const admin = await acts.as('administrator');
      acts.sql('DELETE FROM price_range;');
      return send(() => admin.post('/admin/price', { prices: '运输 | 吨 | 100 | 200 | 80 | 2026-01-01' }));
    },
    '/admin/setting/reset': async (send) => {
      const admin = await acts.as('administrator');
      acts.sql("INSERT OR REPLACE INTO setting (key, value) VALUES ('session.idle_minutes', '20');");
      return send(() => admin.post('/admin/setting/reset', { key: 'session.idle_minutes' }));
    },
  };
}
