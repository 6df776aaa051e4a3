import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act } from '../outcome.ts';

type Calls = Pick<Client, 'setNotify' | 'setQuietHours' | 'keepDraft' | 'markUnread' | 'setBlocked'>;

/** What an account tells its own devices. */
export function ownCalls(current: CurrentAccount): Calls {
  const shared = () => current.need().shared;
  return {
    setNotify: (conversation, level, until) => act(() => shared().notifying.set(conversation, level, until)),
    keepDraft: (conversation, draft, settled) => act(() => shared().drafts.keep(conversation, draft, settled)),
    markUnread: (conversation, key) => act(() => shared().unreadMarks.mark(conversation, key)),
    setBlocked: (account, blocked) => act(async () => shared().blocking.set(account, blocked)),
    setQuietHours: (hours) => act(() => shared().notifying.setQuietHours(hours)),
  };
}
