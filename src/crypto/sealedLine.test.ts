import { expect, test } from 'vitest';
import { seededRandom } from '../../test/support/keys.ts';
import { sealUnder } from './aead.ts';
import { type ContactLine, type LinePlace, openLine, readingToken, sealLine } from './sealedLine.ts';
import { encodeCbor, labelled } from './encoding.ts';
import { derive } from './hkdf.ts';
import { labels } from './labels.ts';
import { pad } from './padding.ts';

const random = seededRandom('contact line');
const [secret, other, conversation] = [random(32), random(32), random(32)];
const place: LinePlace = { conversation, side: 'visitor', seq: 3 };
const line: ContactLine = { id: new Uint8Array(16), text: 'Haben Sie offen? 🕊', by: '', sentAt: 1_800_000_000_000 };
const sealed = await sealLine(secret, place, line);
const refused = (reason: string) => expect.objectContaining({ name: 'LineError', reason });

test('whoever has the secret reads it, with the name of who answers', async () => {
  expect(await openLine(secret, place, sealed)).toEqual(line);
  const answer = { ...line, by: 'Anna' };
  const there = { ...place, side: 'answerers', seq: 4 } as const;
  expect(await openLine(secret, there, await sealLine(secret, there, answer))).toEqual(answer);
});

test.each<[string, Partial<LinePlace>]>([
  ['in another place of the order', { seq: 4 }],
  ['from the other side', { side: 'answerers' }],
  ['in another conversation', { conversation: other }],
])('[U6] %s it does not open', async (_what, elsewhere) => {
  await expect(openLine(secret, { ...place, ...elsewhere }, sealed)).rejects.toEqual(refused('does not open'));
});

test('[U6] another secret does not open it', async () => {
  await expect(openLine(other, place, sealed)).rejects.toEqual(refused('does not open'));
});

test('[U6] changed at any byte it does not open', async () => {
  for (let at = 1; at < sealed.length; at++) {
    const changed = new Uint8Array(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(openLine(secret, place, changed)).rejects.toEqual(refused('does not open'));
  }
  await expect(openLine(secret, place, sealed.slice(0, 5))).rejects.toEqual(refused('does not open'));
});

test('short texts look alike', async () => {
  const lengths = new Set<number>();
  for (const text of ['', 'a', 'a longer question, of one sentence'])
    lengths.add((await sealLine(secret, place, { ...line, text })).length);
  expect(lengths.size).toBe(1);
});

test('what a newer version wrote, and what is no line, is told apart', async () => {
  const key = derive(secret, labels.contactByVisitor, [conversation]);
  const associated = labelled(labels.contactByVisitor, encodeCbor([conversation, 3]));
  const of = (inside: unknown) => sealUnder(key, pad(encodeCbor(inside)), associated);
  await expect(openLine(secret, place, await of([2, 'x']))).rejects.toEqual(refused('unknown version'));
  await expect(openLine(secret, place, await of([1, 'x']))).rejects.toEqual(refused('malformed'));
  await expect(openLine(secret, place, Uint8Array.of(9, ...sealed))).rejects.toEqual(refused('unknown version'));
});

test('the token that reads is another in each conversation, and of each secret', () => {
  const tokens = [readingToken(secret, conversation), readingToken(other, conversation), readingToken(secret, other)];
  expect(new Set(tokens.map((token) => token.toHex())).size).toBe(3);
});
