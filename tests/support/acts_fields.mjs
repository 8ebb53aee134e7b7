// The acts on the fields (see acts.mjs), each on a catalogue as it was delivered.
const LIST = '/admin/fields';

export function fieldActs(acts) {
  // All that administrators ever set is gone, and every program notices.
  const wipe = () => acts.sql(`DELETE FROM field_choice; DELETE FROM field_group; DELETE FROM field_sealing; DELETE FROM field_definition;
    UPDATE field_version SET version = version + 1; INSERT OR IGNORE INTO sequence VALUES ('field', 1);`);
  const post = (path, values, prepare = () => {}) => async (send) => {
    const admin = await acts.as('administrator');
    wipe();
    await prepare(admin);
    return send(() => admin.post(path, values));
  };
  // Its form is loaded before, so that sending it is the one request that is watched.
  const sent = (page, values, prepare = () => '') => async (send) => {
    const admin = await acts.as('administrator');
    wipe();
    const query = await prepare(admin);
    const form = (await admin.get(page + query)).is(200).page;
    return send(() => admin.send(form, page, values()));
  };
  const labels = () => ({ label_zh: `故障字段${acts.next}`, label_en: `Fault field ${acts.next}` });
  async function ownField(admin) {
    (await admin.submit(`${LIST}/new?of=customer`, `${LIST}/new`, labels())).is(303);
    const [{ key }] = acts.instance.store('SELECT key FROM field_definition WHERE own = 1;');
    return `?of=customer&key=${key}`;
  }
  const website = { of: 'customer', key: 'website' };
  return {
    [`${LIST}/new`]: sent(`${LIST}/new`, labels, () => '?of=customer'),
    [`${LIST}/field`]: sent(`${LIST}/field`, () => ({ hint_zh: `说明${acts.next}`, hint_en: `Hint ${acts.next}` }), ownField),
    [`${LIST}/try`]: sent(`${LIST}/try`, () => ({ website: 'https://example.com' }), () => '?of=customer&key=website'),
    [`${LIST}/move`]: post(`${LIST}/move`, { ...website, way: 'up' }),
    [`${LIST}/retire`]: post(`${LIST}/retire`, website),
    [`${LIST}/return`]: post(`${LIST}/return`, website, async (admin) => (await admin.post(`${LIST}/retire`, website)).is(303)),
    [`${LIST}/level`]: sent(`${LIST}/level`, () => ({ level: '3' }), ownField),
    [`${LIST}/choices`]: sent(`${LIST}/choices`, () => ({ zh1: `一般纳税人${acts.next}` }), () => '?of=customer&key=taxpayer'),
    [`${LIST}/dossier`]: sent(`${LIST}/dossier`, () => ({})),
    [`${LIST}/dossier/retire`]: post(`${LIST}/dossier/retire`, {}, async (admin) => (await admin.submit(`${LIST}/dossier`, `${LIST}/dossier`)).is(303)),
  };
}
