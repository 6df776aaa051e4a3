import { isTold } from '../../protocol/api/conversations.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Client } from '../api.ts';
import { sizeOf } from '../conversations/pieces.ts';
import { hasEpochs } from '../conversations/records.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { Failed, act, attempt } from '../outcome.ts';

type Calls = Pick<
  Client,
  | 'watchConversation'
  | 'showOlder'
  | 'showItem'
  | 'startDirect'
  | 'send'
  | 'retry'
  | 'discard'
  | 'deleteMessage'
  | 'deleteConversation'
  | 'markRead'
  | 'completeConversation'
  | 'exportConversation'
  | 'verifyIdentity'
  | 'acceptIdentity'
  | 'agreeToClear'
  | 'dismissAlarm'
>;

/** What people do in conversations: read, write, delete, and trust. */
export function talkCalls(current: CurrentAccount): Calls {
  const need = () => current.need();
  return {
    watchConversation: (conversation, listener) =>
      current.account?.windows.watch(conversation, listener) ?? (() => undefined),
    showOlder: async (conversation) => current.account?.windows.showOlder(conversation),
    showItem: async (conversation, key) => (await current.account?.windows.showItem(conversation, key)) ?? false,
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
    deleteMessage: (conversation, key, scope) => act(() => need().deletions.message(conversation, key, scope)),
    deleteConversation: (conversation, scope) => act(() => need().deletions.conversation(conversation, scope)),
    markRead: (conversation) => act(() => need().reading.mark(conversation)),
    completeConversation: (conversation) => act(() => need().exporting.complete(conversation)),
    exportConversation: (conversation, after) => attempt(() => need().exporting.page(conversation, after)),
    verifyIdentity: (person) => act(() => need().trust.verify(person)),
    acceptIdentity: (person) => act(() => need().trust.accept(person)),
    agreeToClear: (conversation) => act(() => need().direct.agreeToClear(conversation)),
    dismissAlarm: (id) => act(() => need().trust.dismissAlarm(id)),
  };
}
