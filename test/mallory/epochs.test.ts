import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeCbor, sha256 } from '../../src/crypto/encoding.ts';
import { purposes } from '../../src/crypto/labels.ts';
import { type SigningKey, sign } from '../../src/crypto/signingKey.ts';
import { encodeRecordBody } from '../../src/crypto/verify/epochEncoding.ts';
import { type EpochRecord, decodeEpochRecord } from '../../src/crypto/verify/epochRecord.ts';
import { findPerson } from '../../src/protocol/api/account.ts';
import { type Epoch, listEntries, listEpochs } from '../../src/protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { decodeEnvelope } from '../../src/protocol/envelope.ts';
import { type Member, type Sealed, chainOf, envelopeOf, listen, newMember, talkWith } from '../support/member.ts';
import { type Person, newPerson, say } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { type Between, standBetween } from './support/between.ts';

// Amara's server hands out epochs that somebody forged in place of the one that Bram really made.

let server: TestServer;
let evil: Between;
let amara: Person;
let mallory: Member;
beforeAll(async () => {
  server = await bootServer();
  evil = await standBetween(server.origin);
  amara = await newPerson(evil.origin, 'amara');
  mallory = await newMember(server.origin, 'mallory');
});
afterAll(async () => {
  amara.close();
  await evil.close();
  await server.close();
});

interface Honest {
  readonly record: EpochRecord;
  readonly bytes: Uint8Array;
  readonly first: Uint8Array;
  readonly elsewhere: Uint8Array;
  readonly bram: Member;
}

const signed = (record: EpochRecord, by: SigningKey): Uint8Array => {
  const body = encodeRecordBody(record);
  return encodeCbor([body, sign(by, purposes.epochRecord, body)]);
};
const hers = () => ({ account: fromBase64url(mallory.account), device: mallory.device.id });

async function withMallory({ record }: Honest): Promise<EpochRecord> {
  const chain = await chainOf(mallory);
  const entry = {
    account: chain.account,
    identityHash: sha256(chain.identityKey),
    generation: 1,
    chainHead: { number: chain.number, hash: chain.hash },
    slotHash: sha256(new Uint8Array(32)),
  };
  const roster = [...record.roster, entry].toSorted((a, b) => Buffer.compare(a.account, b.account));
  return { ...record, roster, maker: hers() };
}

const forgeries: [string, (honest: Honest) => Promise<Uint8Array> | Uint8Array][] = [
  ['of an outsider', ({ record }) => signed({ ...record, maker: hers() }, mallory.device.signing)],
  ['of an outsider in the name of a member', ({ record }) => signed(record, mallory.device.signing)],
  ['with one account more, which made it', async (honest) => signed(await withMallory(honest), mallory.device.signing)],
  [
    'with one account more, in the name of a member who did sign it',
    async (honest) =>
      signed({ ...(await withMallory(honest)), maker: honest.record.maker }, honest.bram.device.signing),
  ],
  [
    'to a key that there is not',
    ({ record, bram }) =>
      signed({ ...record, roster: record.roster.map((one) => ({ ...one, generation: 2 })) }, bram.device.signing),
  ],
  [
    'with another epoch id, under the signature of the true one',
    ({ bytes, record }) => {
      const changed = Buffer.from(bytes);
      const at = changed.indexOf(record.epochId);
      changed[at] = (changed[at] ?? 0) ^ 1;
      return changed;
    },
  ],
  ['told again', ({ first }) => first],
  ['with the number of the one before', ({ record, bram }) => signed({ ...record, number: 1 }, bram.device.signing)],
  ['of another conversation', ({ elsewhere }) => elsewhere],
];

async function recordOf(member: Member, { conversation }: Sealed, number: number): Promise<Uint8Array> {
  const { epochs } = await member.api.call(listEpochs, { params: { conversation }, query: { after: number - 1 } });
  return fromBase64url(epochs[0]?.record ?? '');
}

let count = 0;
test.each(forgeries)('[M07] an epoch %s is not taken, and what was good stays good', async (_what, forge) => {
  const bram = await newMember(server.origin, `bram-${++count}`);
  const { account } = await bram.api.call(findPerson, { params: { username: 'amara' } });
  const first = await talkWith(bram, { ...bram, account });
  const line = await listen(bram);
  const tells = async (sealed: Sealed, text: string) =>
    line.say({ op: 'send', ref: 1, conversation: sealed.conversation, envelope: await envelopeOf(bram, sealed, text) });
  const here = amara.conversation(first.conversation);
  await tells(first, 'before');
  await here.until(() => here.texts().includes('before'), 'an honest message');

  const elsewhere = await recordOf(bram, await talkWith(bram, mallory), 1);
  const forged = Promise.withResolvers<string>();
  let shown = 0;
  evil.answers = async (what, body) => {
    const { epochs } = body as { epochs?: Epoch[] };
    if (!what.includes(`${first.conversation}/epochs?after=1`) || !epochs?.[0]) return body;
    const record = await forged.promise;
    shown += 1;
    return { epochs: [{ ...epochs[0], record }] };
  };
  const made = await talkWith(bram, { ...bram, account }, 2, first.epochHash);
  const bytes = await recordOf(bram, made, 2);
  const honest: Honest = {
    record: decodeEpochRecord(bytes),
    bytes,
    first: await recordOf(bram, first, 1),
    elsewhere,
    bram,
  };
  forged.resolve(toBase64url(await forge(honest)));
  await tells(made, 'under the true one');
  await say(amara, first.conversation, 'not for Mallory');
  await expect.poll(() => shown).toBeGreaterThan(0);
  expect(here.item('not for Mallory').seq).toBe(null);
  expect(here.texts()).not.toContain('under the true one');

  evil.answers = (_what, body) => body;
  amara.client.hurry();
  await here.until(() => here.item('not for Mallory').seq !== null, 'sent under the true one');
  await here.until(() => here.texts().includes('under the true one'), 'what came under it');
  const { entries } = await bram.api.call(listEntries, {
    params: { conversation: first.conversation },
    query: { after: 0 },
  });
  const mine = entries.findLast(({ kind, account: by }) => kind === 'message' && by === account);
  const { header } = decodeEnvelope(fromBase64url(mine?.payload ?? ''));
  expect(toBase64url(header.epoch)).toBe(toBase64url(made.epochHash));
  await line.close();
});
