import { clearConversationId, directConversationId } from '../../crypto/verify/epochRecord.ts';
import type { Conversation, Entry } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Access } from './access.ts';
import { lineConversation } from './lineConversation.ts';
import { isKnown } from './people.ts';
import type { AccountStore, Bus, Clock, ConversationStore, LogStore, StoredAccount } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { DeviceSession } from './sessions.ts';
import type { Switches } from './switches.ts';
import { conversationOf, entryOf, isOnWire, type OnWire } from './wire.ts';

export interface Page {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

interface Given {
  readonly accounts: AccountStore;
  readonly store: ConversationStore;
  readonly log: LogStore;
  readonly access: Access;
  readonly switches: Switches;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** Who starts one: an account with keys, at whichever door. */
type Starter = Pick<DeviceSession, 'account' | 'accountId'>;

export type Conversations = ReturnType<typeof createConversations>;

export function createConversations(given: Given) {
  const { store, log, access, rates, bus, clock } = given;

  const ofMember = ({ account }: DeviceSession, conversation: string): Promise<OnWire> =>
    shownTo(store, account, conversation);

  const changed = (session: DeviceSession, conversation: string): void =>
    bus.publish({ about: 'conversation', conversation, members: [session.account.no] });

  return {
    /** A page; `next` is where the one after it goes on. @throws Refusal invalid: `after` is none of the account's */
    async list(
      session: DeviceSession,
      after: string | null,
    ): Promise<{ conversations: Conversation[]; next: string | null }> {
      rates.spend('account: read', session.account.no);
      const page = await store.pageForMember(session.account.no, { after, limit: limits.conversationsPage });
      if (!page) throw new Refusal('invalid', { field: 'after' });
      return { conversations: page.conversations.filter(isOnWire).map(conversationOf), next: page.next };
    },

    /** @throws Refusal not_found */
    async one(session: DeviceSession, conversation: string): Promise<Conversation> {
      rates.spend('account: read', session.account.no);
      return conversationOf(await ofMember(session, conversation));
    },

    startDirect: (session: Starter, withAccount: string): Promise<Conversation> =>
      startDirect(given, session, withAccount),

    /** Of two accounts without keys, for the line door alone. Answers its id. @throws Refusal too_many_conversations, too_many_requests */
    async startLine(account: StoredAccount, other: StoredAccount): Promise<string> {
      rates.spend('account: start conversation', account.no);
      const conversation = lineConversation(account.no, other.no);
      if (!(await store.forMember(conversation, account.no))) {
        await requireRoom(store, account, other);
        const sides = { starter: account.no, other: other.no };
        await store.createDirect({ conversation, ...sides, sealed: false, at: clock.now() });
      }
      return conversation;
    },

    /** Entries that this account has cleared are not there any more. @throws Refusal not_found, invalid */
    async entries(session: DeviceSession, conversation: string, { after, before, limit }: Page): Promise<Entry[]> {
      rates.spend('account: read', session.account.no);
      const { cleared, log: no } = await ofMember(session, conversation);
      if (after !== undefined && before !== undefined) throw new Refusal('invalid', { field: 'before' });
      const page = before === undefined ? { after: Math.max(after ?? 0, cleared), limit } : { before, limit };
      return (await log.entries(no, page)).filter(({ seq }) => seq > cleared).map(entryOf);
    },

    /** @throws Refusal not_found, too_many_hidden */
    async hide(session: DeviceSession, conversation: string, seq: number): Promise<void> {
      const { log: no } = await access.requireMember(session, conversation);
      const outcome = await store.hide(no, session.account.no, seq, limits.hiddenEntries);
      if (outcome !== 'hidden') throw new Refusal(outcome);
      changed(session, conversation);
    },

    /** @throws Refusal not_found */
    async clear(session: DeviceSession, conversation: string, through: number): Promise<void> {
      const { log: no, head } = await ofMember(session, conversation);
      await store.clear(no, session.account.no, Math.min(through, head.seq));
      changed(session, conversation);
    },
  };
}

/** @throws Refusal not_found, invalid, too_many_conversations, too_many_requests */
async function startDirect(given: Given, session: Starter, withAccount: string): Promise<Conversation> {
  const { accounts, store, switches, rates, bus, clock } = given;
  const { account, accountId } = session;
  rates.spend('account: start conversation', account.no);
  const other = await accounts.byId(withAccount);
  if (!other || !isKnown(other)) throw new Refusal('not_found');
  const sealed = switches.on('encryption');
  // With oneself: the account's own sealed log.
  if (other.no === account.no && !sealed) throw new Refusal('invalid', { field: 'with' });
  const conversation = directId(accountId, withAccount, sealed);
  if (!(await store.forMember(conversation, account.no))) {
    await requireRoom(store, account, other);
    await store.createDirect({ conversation, starter: account.no, other: other.no, sealed, at: clock.now() });
    bus.publish({ about: 'conversation', conversation, members: [account.no] });
  }
  return conversationOf(await shownTo(store, account, conversation));
}

/** @throws Refusal not_found */
async function shownTo(store: ConversationStore, { no }: StoredAccount, conversation: string): Promise<OnWire> {
  const own = await store.forMember(conversation, no);
  if (!own || !isOnWire(own)) throw new Refusal('not_found');
  return own;
}

/** @throws Refusal too_many_conversations */
async function requireRoom(store: ConversationStore, ...accounts: StoredAccount[]): Promise<void> {
  const counts = await Promise.all(accounts.map(({ no }) => store.countOf(no)));
  if (Math.max(...counts) >= limits.conversationsPerAccount) throw new Refusal('too_many_conversations');
}

function directId(a: string, b: string, sealed: boolean): string {
  const id = sealed ? directConversationId : clearConversationId;
  return toBase64url(id(fromBase64url(a), fromBase64url(b)));
}
