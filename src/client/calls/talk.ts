import { isTold } from '../../protocol/api/conversations.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { liveDevices } from '../../crypto/verify/accountChain.ts';
import type { Client, PersonPage } from '../api.ts';
import { sayLifetime } from '../conversations/lapsing.ts';
import { sizeOf } from '../conversations/pieces.ts';
import { hasEpochs } from '../conversations/records.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import type { LoggedIn } from '../loggedIn.ts';
import { Failed, act, attempt } from '../outcome.ts';

type Calls = Pick<
  Client,
  | 'watchConversation'
  | 'watchOnline'
  | 'showOlder'
  | 'showNewer'
  | 'showLatest'
  | 'showItem'
  | 'person'
  | 'startDirect'
  | 'send'
  | 'retry'
  | 'discard'
  | 'edit'
  | 'react'
  | 'versions'
  | 'deleteMessage'
  | 'deleteConversation'
  | 'markRead'
  | 'completeConversation'
  | 'exportConversation'
  | 'verifyIdentity'
  | 'acceptIdentity'
  | 'agreeToClear'
  | 'setLifetime'
  | 'dismissAlarm'
>;

/** What people do in conversations: read, write, delete, and trust. */
export function talkCalls(current: CurrentAccount): Calls {
  const need = () => current.need();
  return {
    watchConversation: (conversation, listener, opensAt = 'latest') =>
      current.account?.windows.watch(conversation, listener, opensAt) ?? (() => undefined),
    watchOnline: (conversation, listener) =>
      current.account?.presence.watch(conversation, listener) ?? (() => undefined),
    showOlder: async (window) => (await current.account?.windows.showOlder(window)) ?? false,
    showNewer: async (window) => current.account?.windows.showNewer(window),
    showLatest: async (window) => current.account?.windows.showLatest(window),
    showItem: async (window, key) => (await current.account?.windows.showItem(window, key)) ?? false,
    person: (username) => attempt(async () => ({ page: await pageOf(need(), username.trim().toLowerCase()) })),
    startDirect: (username) => attempt(async () => ({ conversation: await need().direct.start(username) })),
    send: (conversation, text, replyTo) =>
      act(async () => {
        const { table, outbox } = need();
        const known = table.get(conversation);
        if (known && isTold(known.kind)) throw new Failed('forbidden');
        const most = known && !hasEpochs(known) ? limits.messageText : limits.longText;
        if (sizeOf(text) > most) throw new Failed('too_large');
        await outbox.addText(conversation, text, replyTo === undefined ? null : fromBase64url(replyTo));
      }),
    retry: (conversation, key) => act(() => need().outbox.retry(conversation, key)),
    discard: (conversation, key) => act(() => need().outbox.discard(conversation, key)),
    edit: (conversation, key, text) => act(() => need().amending.edit(conversation, key, text)),
    react: (conversation, key, emoji, on) => act(() => need().amending.react(conversation, key, emoji, on)),
    versions: (conversation, key) =>
      attempt(async () => ({ versions: await need().amending.versions(conversation, key) })),
    deleteMessage: (conversation, key, scope) => act(() => need().deletions.message(conversation, key, scope)),
    deleteConversation: (conversation, scope) =>
      act(async () => {
        const { deletions, shared } = need();
        await deletions.conversation(conversation, scope);
        await shared.drafts.forget(conversation);
      }),
    markRead: (conversation, through) =>
      act(async () => {
        const { reading, shared } = need();
        if (through !== undefined) return reading.markThrough(conversation, through);
        await reading.mark(conversation);
        await shared.unreadMarks.clear(conversation);
      }),
    completeConversation: (conversation) => act(() => need().exporting.complete(conversation)),
    exportConversation: (conversation, after) => attempt(() => need().exporting.page(conversation, after)),
    verifyIdentity: (person) => act(() => need().trust.verify(person)),
    acceptIdentity: (person) => act(() => need().trust.accept(person)),
    agreeToClear: (conversation) => act(() => need().direct.agreeToClear(conversation)),
    setLifetime: (conversation, days) =>
      act(async () => {
        const { table, outbox } = need();
        const { kind } = await table.need(conversation);
        if (kind !== 'direct') throw new Failed('forbidden');
        await sayLifetime(outbox, conversation, days);
      }),
    dismissAlarm: (id) => act(() => need().trust.dismissAlarm(id)),
  };
}

/** Who that is, as far as this device has checked it. @throws Refused not_found, no_keys */
async function pageOf({ own, people, direct }: LoggedIn, username: string): Promise<PersonPage> {
  const isSelf = username === own.self.username;
  const account = isSelf ? own.account : await people.find(username);
  const chain = isSelf ? own.chain : await people.chain(account);
  return {
    person: isSelf ? { account, username, displayName: own.self.displayName || username } : people.view(account),
    isSelf,
    devices: liveDevices(chain).length,
    deviceCame: isSelf ? null : (people.devicesCame(account).at(-1) ?? null),
    sealed: isSelf || (await direct.isSealed(account)),
    waiting: isSelf ? null : people.waiting(account),
    verification: people.verification(account),
    safetyNumber: isSelf ? null : people.safetyNumber(own.chain, account),
  };
}
