import type { Person } from '../../protocol/api/account.ts';
import type { Conversation, Entry } from '../../protocol/api/conversations.ts';
import type { Self, WhoAmI } from '../../protocol/api/registration.ts';
import type { StreamRecord } from '../../protocol/api/streams.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { AccountChain } from '../../crypto/verify/accountChain.ts';
import type { OwnConversation, StoredAccount, StoredEntry, StoredRecord } from './ports.ts';

// What is stored, as it goes over the wire.

export function whoAmI({ account, username, displayName, role }: StoredAccount): WhoAmI {
  return { account, username, displayName, role };
}

export function selfOf({ account, username, displayName, role }: StoredAccount): Self {
  return { account: account ?? '', username, displayName, role };
}

export function personOf({ username, displayName }: StoredAccount, chain: AccountChain): Person {
  const chainHead = { number: chain.number, hash: toBase64url(chain.hash) };
  return { account: toBase64url(chain.account), username, displayName, chainHead };
}

/** What devices are shown, of whatever is kept. */
export type OnWire = OwnConversation & Pick<Conversation, 'kind'>;

export const isOnWire = (own: OwnConversation): own is OnWire => own.kind !== 'line';

export function conversationOf(own: OnWire): Conversation {
  const { conversation, kind, sealed, room, machine, contact, createdAt, head, cleared, hidden, unread } = own;
  return {
    conversation,
    kind,
    sealed,
    room,
    machine,
    contact,
    createdAt,
    members: own.members.map(({ account, role, delivered, read, chainNumber }) => ({
      account: account.account ?? '',
      username: account.username,
      displayName: account.displayName,
      role,
      delivered,
      read,
      chainNumber,
      ...(account.state === 'removed' && { removed: true as const }),
    })),
    head: { seq: head.seq, chain: toBase64url(head.chain), at: head.at },
    epoch: head.epoch,
    cleared,
    hidden: [...hidden],
    unread,
  };
}

export function entryOf({ seq, kind, at, account, device, counts, payload, hash, chain }: StoredEntry): Entry {
  return {
    seq,
    kind,
    at,
    account,
    device,
    counts,
    payload: payload && toBase64url(payload),
    hash: toBase64url(hash),
    chain: toBase64url(chain),
  };
}

export function recordOf({ seq, at, endpoint, message, level, sealed, id }: StoredRecord): StreamRecord {
  return { seq, at, endpoint, message, level, sealed, ...(sealed && id !== null && { id }) };
}
