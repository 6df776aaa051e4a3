import { afterAll, beforeAll, expect, test } from 'vitest';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { findPerson, removeAccount } from '../../src/protocol/api/account.ts';
import { listAudit } from '../../src/protocol/api/admin.ts';
import { listen, newMember, PASSWORD, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
let mallory: Member;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  mallory = await newMember(server.origin, 'mallory');
});
afterAll(() => server.close());

const proofOf = async (member: Member): Promise<string> =>
  (await openByPassword(member.api, member.username, PASSWORD)).answer.proof;
const leave = (member: Member, proof: string) => member.api.call(removeAccount, { body: { proof } });
const isThere = async (username: string): Promise<boolean> =>
  mallory.api.call(findPerson, { params: { username } }).then(
    () => true,
    () => false,
  );

test('[A28] an account is removed by nothing but a proof of its own, given in its own session', async () => {
  const unproven = { code: 'proof_required' };
  await expect(leave(amara, 'A'.repeat(43))).rejects.toMatchObject(unproven);
  await expect(leave(amara, await proofOf(mallory))).rejects.toMatchObject(unproven);
  await expect(leave(mallory, await proofOf(amara))).rejects.toMatchObject(unproven);
  expect(await isThere('amara')).toBe(true);
});

test('[A28] an admin gives that up first, and the proof is still good then', async () => {
  const erik = await newMember(server.origin, 'erik');
  await server.admin({ act: 'promote', name: 'erik' });
  const proof = await proofOf(erik);
  await expect(leave(erik, proof)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await isThere('erik')).toBe(true);
  await newMember(server.origin, 'robin');
  await server.admin({ act: 'promote', name: 'robin' });
  await server.admin({ act: 'demote', name: 'erik' });
  await leave(erik, proof);
  expect(await isThere('erik')).toBe(false);
});

test('[A28] [Z6] it is gone as if an admin had removed it: sessions, name, entry in the audit log', async () => {
  const line = await listen(amara);
  await leave(amara, await proofOf(amara));
  await line.closed;
  await expect(leave(amara, 'A'.repeat(43))).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(newMember(server.origin, 'amara')).rejects.toMatchObject({ code: 'username_taken' });
  const reader = await newMember(server.origin, 'reader');
  await server.admin({ act: 'promote', name: 'reader' });
  const { entries } = await reader.api.call(listAudit, { query: {} });
  expect(entries.find(({ what, who }) => what === 'removed' && who === 'amara')).toMatchObject({
    subject: 'amara',
    from: '127.0.0.1',
  });
  expect(await server.admin({ act: 'verify' })).toMatchObject({ problems: [] });
});
