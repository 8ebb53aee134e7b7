// Records through the pages, as several tests make and read them.
import { elements, text } from './html.mjs';

// A new customer; its id.
export async function create(client, values) {
  const answer = (await client.submit('/customer/new', '/customer/new', values)).is(303);
  return Number(/^\/customer\/(\d+)\?notice=created(-nowhere)?$/.exec(answer.location)[1]);
}

export const recordOf = (client, id) => client.get(`/customer/${id}`).then((answer) => answer.is(200).page);

// The history of a customer as rows of {time, person, what, items: [[label, before, after]]}.
export async function historyOf(client, id) {
  const page = (await client.get(`/customer/${id}/history`)).is(200).page;
  return elements(page.main, 'li').map((item) => ({
    head: text(elements(item, 'h2')[0]),
    items: elements(item, 'tr').slice(1).map((row) => elements(row, (node) => ['td', 'th'].includes(node.tagName)).map(text)),
  }));
}
