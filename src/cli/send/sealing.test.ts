import { expect, test } from 'vitest';
import { testAccount } from '../../../test/support/keys.ts';
import { decodeCbor } from '../../crypto/encoding.ts';
import { newestAccountKey } from '../../crypto/verify/accountChain.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { CommandError } from '../usage.ts';
import { type Trusted, Untrusted } from './followers.ts';
import { NotNow } from './ingest.ts';
import { Sealing } from './sealing.ts';

const [anna, ben] = await Promise.all(['anna', 'ben'].map((name) => testAccount(name)));
const recipients = [anna, ben].flatMap((each) =>
  each ? [{ account: each.chain.account, ...newestAccountKey(each.chain) }] : [],
);
const all: Trusted = { instance: 'here', recipients };
const one: Trusted = { instance: 'here', recipients: recipients.slice(0, 1) };
const MINUTE = 60_000;

function sealingWith(answers: (Trusted | Error)[], known: Trusted | null = null) {
  const failures: string[] = [];
  const current = async () => {
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  };
  const followers = { current, known: () => known };
  const sealing = new Sealing({ machine: 'dale', followers, failed: ({ message }) => failures.push(message) });
  const sealedTo = async () => {
    const sealed = await sealing.seal({ id: 'a', level: null, text: 'x', sentAt: 1 });
    return (decodeCbor(fromBase64url(sealed)) as unknown[][])[2]?.length;
  };
  return { sealing, sealedTo, failures };
}

test('who follows is asked for again after a while, and counts from then on', async () => {
  const { sealing, sealedTo } = sealingWith([all, one]);
  await sealing.begin(0);
  await sealing.refresh(5000);
  expect(await sealedTo()).toBe(2);
  await sealing.refresh(MINUTE);
  expect(await sealedTo()).toBe(1);
});

test('while the server is away, those count who followed last; without any it does not begin', async () => {
  const { sealing, sealedTo } = sealingWith([new NotNow('away'), new NotNow('away')], all);
  await sealing.begin(0);
  await sealing.refresh(MINUTE);
  expect(await sealedTo()).toBe(2);
  await expect(sealingWith([new NotNow('away')]).sealing.begin(0)).rejects.toThrow('the first time it has to be there');
});

test('one who is not who they were ends it: what was read is sealed to the others, and to nobody where there are none', async () => {
  const { sealing, sealedTo, failures } = sealingWith([all, new Untrusted('STOP', one)]);
  await sealing.begin(0);
  await sealing.refresh(MINUTE);
  expect([await sealedTo(), failures]).toEqual([1, ['STOP']]);

  const alone = sealingWith([all, new Untrusted('STOP', { instance: 'here', recipients: [] })]).sealing;
  await alone.begin(0);
  await expect(alone.refresh(MINUTE)).rejects.toThrow('STOP');
  await expect(sealingWith([new Untrusted('STOP', one)]).sealing.begin(0)).rejects.toThrow('STOP');
  await expect(sealingWith([new CommandError('nobody')]).sealing.begin(0)).rejects.toThrow('nobody');
});
