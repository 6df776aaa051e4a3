import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act } from '../outcome.ts';

type Calls = Pick<Client, 'setNotify' | 'setQuietHours'>;

/** What an account tells its own devices. */
export function ownCalls(current: CurrentAccount): Calls {
  const shared = () => current.need().shared;
  return {
    setNotify: (conversation, level, until) => act(() => shared().notifying.set(conversation, level, until)),
    setQuietHours: (hours) => act(() => shared().notifying.setQuietHours(hours)),
  };
}
