import { expect, test } from 'vitest';
import { seededRandom, testAccount, type TestAccount } from '../../test/support/keys.ts';
import { accountKeyFrom } from './accountKey.ts';
import { type OpeningPlace, openOpening, sealOpening } from './sealedOpening.ts';
import { encodeCbor, labelled } from './encoding.ts';
import { labels } from './labels.ts';
import { sealForAccounts } from './sealForAccounts.ts';
import { newestAccountKey } from './verify/accountChain.ts';

const random = seededRandom('contact opening');
const [anna, ben, carla] = await Promise.all(['anna', 'ben', 'carla'].map((name) => testAccount(name)));
if (!anna || !ben || !carla) throw new Error('three people');
const place: OpeningPlace = { instance: 'here', thread: 'contact', conversation: random(32) };
const opening = { secret: new Uint8Array(random(32)), name: 'Véra', surname: '', email: 'vera@example.org' };

const recipients = [ben, anna].map(({ chain }) => ({ account: chain.account, ...newestAccountKey(chain) }));
const open = (who: TestAccount, sealed: Uint8Array, at = place) =>
  openOpening(
    at,
    who.chain.account,
    async (generation) => {
      const seed = who.seeds.get(generation);
      return seed && accountKeyFrom(seed);
    },
    sealed,
  );
const refused = (reason: string) => expect.objectContaining({ name: 'SealedError', reason });
const sealed = await sealOpening(place, recipients, opening);

test('[U4] each of those who answer opens it, and nobody else', async () => {
  expect(await open(anna, sealed)).toEqual(opening);
  expect(await open(ben, sealed)).toEqual(opening);
  await expect(open(carla, sealed)).rejects.toEqual(refused('not for this account'));
});

test.each<[string, Partial<OpeningPlace>]>([
  ['another server', { instance: 'there' }],
  ['another form', { thread: 'press' }],
  ['another conversation', { conversation: random(32) }],
])('[U4] at %s it does not open', async (_what, other) => {
  await expect(open(anna, sealed, { ...place, ...other })).rejects.toEqual(refused('does not open'));
});

test('what a newer version wrote, and what is no opening, is told apart', async () => {
  const { instance, thread, conversation } = place;
  const at = labelled(labels.contactOpening, encodeCbor([instance, thread, conversation]));
  const of = (content: unknown) => sealForAccounts(at, recipients, encodeCbor(content));
  await expect(open(anna, await of([2]))).rejects.toEqual(refused('unknown version'));
  await expect(open(anna, await of([1, 'no secret', '', '', '']))).rejects.toEqual(refused('malformed'));
});
