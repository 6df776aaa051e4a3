import { afterAll, beforeAll, expect, test } from 'vitest';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { PASSWORD, newPerson, type Person } from '../support/people.ts';
import { Cookies } from '../support/raw.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { certificateAttempt, certifiedKey } from '../support/terminal.ts';

let server: TestServer;
let amara: Person;
beforeAll(async () => {
  server = await bootServer();
  amara = await newPerson(server.origin, 'amara');
});
afterAll(async () => {
  amara.close();
  await server.close();
});

test('[001.8] [X7] one sees what terminals may log in, and revokes one of them', async () => {
  expect(await amara.client.certificates()).toEqual({ ok: true, certificates: [] });
  const http = new Cookies(server.origin);
  await openByPassword(new Server(http), 'amara', PASSWORD);
  const certified = await certifiedKey(http, 'Kitchen');
  const kept = await certifiedKey(http, 'Study');

  const listed = await amara.client.certificates();
  if (!listed.ok) throw new Error(listed.code);
  expect(listed.certificates.map(({ label }) => label).toSorted()).toEqual(['Kitchen', 'Study']);
  const { serial } = listed.certificates.find(({ label }) => label === 'Kitchen')!;
  expect(await amara.client.revokeCertificate(serial)).toEqual({ ok: true });
  expect(await amara.client.revokeCertificate(serial)).toMatchObject({ ok: false, code: 'not_found' });
  expect(await amara.client.certificates()).toMatchObject({ ok: true, certificates: [{ label: 'Study' }] });

  const attempt = (with_: typeof kept) =>
    certificateAttempt(new Cookies(server.origin), { username: 'amara', ...with_ });
  expect(await attempt(certified)).toMatchObject({ status: 401 });
  expect(await attempt(kept)).toMatchObject({ status: 200 });
});
