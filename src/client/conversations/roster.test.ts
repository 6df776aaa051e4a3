import { expect, test } from 'vitest';
import { directConversationId } from '../../crypto/verify/epochRecord.ts';
import type { Conversation } from '../../protocol/api/conversations.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { intruderIn } from './roster.ts';

const id = (fill: number) => new Uint8Array(32).fill(fill);
const [me, you, mallory] = [id(1), id(2), id(3)].map((one) => toBase64url(one)) as [string, string, string];

const served = (accounts: readonly string[]): Conversation => ({
  conversation: toBase64url(directConversationId(id(1), id(2))),
  kind: 'direct',
  room: null,
  machine: null,
  contact: null,
  sealed: true,
  createdAt: 0,
  members: accounts.map((account) => ({
    account,
    username: 'name',
    displayName: '',
    role: 'member',
    delivered: 0,
    read: 0,
    chainNumber: 1,
  })),
  head: { seq: 0, chain: me, at: 0 },
  epoch: 0,
  cleared: 0,
  hidden: [],
  unread: 0,
});

test('[001.9] the members of a direct conversation are the two whose ids its own id is made of, and nobody else', () => {
  expect(intruderIn(served([me, you]), me)).toBeNull();
  expect(intruderIn(served([you, me]), me)).toBeNull();
  expect(intruderIn(served([me, you, mallory]), me)).toBe(mallory);
  expect(intruderIn(served([me, mallory]), me)).toBe(mallory);
  expect(intruderIn(served([me, you, you]), me)).not.toBeNull();
  expect(intruderIn(served([me]), me)).not.toBeNull();
  expect(intruderIn(served([me, me]), me)).not.toBeNull();
});
