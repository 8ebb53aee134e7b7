// Uploading a file to /import as a browser does, and following it to where it waits for its person.
import { until } from './until.mjs';

const BOUNDARY = '----KedangTests9f2c';

export async function upload(client, name, bytes, { csrf } = {}) {
  const part = (header, content) => Buffer.concat([Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${header}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
  const body = Buffer.concat([part('name="csrf"', csrf ?? await client.token()), part(`name="file"; filename="${name}"`, bytes), Buffer.from(`--${BOUNDARY}--\r\n`)]);
  return client.request('POST', '/import', { body, headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` } });
}

// The page of an import once it has stopped reloading by itself.
export async function settled(client, path) {
  let answer;
  await until('the import waits or is over', async () => {
    answer = (await client.get(path)).is(200);
    return answer.headers.refresh === undefined;
  });
  return answer.page;
}

// Uploads and waits until the file was read; gives the path of the import and its page.
export async function uploaded(client, name, bytes) {
  const { location } = (await upload(client, name, bytes)).is(303);
  return { path: location, page: await settled(client, location) };
}
