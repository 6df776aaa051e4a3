import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { collection, type Collection } from './support/collection.ts';
import { post } from './support/machine.ts';
import { bootServer } from './support/server.ts';

const FILE = 'docs/collection/machines.postman_collection.json';

test('[002.8] the collection is what the schemas say (written anew by `npx vitest run test/collection.test.ts --update`)', async () => {
  await expect(`${JSON.stringify(collection(), null, 2)}\n`).toMatchFileSnapshot(`../${FILE}`);
});

test('[002.8] every request of the collection is taken by a server, in its order, and its scripts hold', async () => {
  const { variable, item } = JSON.parse(readFileSync(FILE, 'utf8')) as Collection;
  const server = await bootServer();
  const values = new Map(variable.map(({ key, value }) => [key, value]));
  const { code } = (await server.admin({ act: 'machine', asked: { act: 'enrol', name: 'dale' } })) as { code: string };
  values.set('origin', server.origin).set('code', code);
  const filled = (text: string): string => text.replace(/\{\{(\w+)\}\}/g, (_all, key: string) => values.get(key) ?? '');

  const seqs = [];
  for (const { name, request, event } of item) {
    const url = new URL(filled(request.url));
    const headers = Object.fromEntries(request.header.map(({ key, value }) => [key, filled(value)]));
    const answer = await post(url.origin, url.pathname, filled(request.body.raw), { headers });
    const status = (wanted: number) => expect([name, answer.status, answer.text]).toEqual([name, wanted, answer.text]);
    const pm = {
      test: (_title: string, check: () => void) => check(),
      response: { json: () => answer.json, to: { have: { status } } },
      collectionVariables: { set: (key: string, value: unknown) => values.set(key, String(value)) },
    };
    for (const { script } of event) vm.runInNewContext(script.exec.join('\n'), { pm });
    seqs.push(values.get('seq'));
  }
  expect(seqs).toEqual(['', '', '1', '2', '3', '3', '3']);
  await server.close();
});
