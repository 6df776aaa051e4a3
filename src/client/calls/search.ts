import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act, attempt } from '../outcome.ts';

type Calls = Pick<Client, 'watchSearch' | 'fetchRest' | 'searchStorage' | 'setKeeping'>;

/** Looking for what was said. */
export function searchCalls(current: CurrentAccount): Calls {
  const need = () => current.need();
  return {
    watchSearch: (query, most, listener) =>
      current.account?.searching.watch(query, most, listener) ?? (() => undefined),
    fetchRest: () => act(() => need().keeping.fetchRest()),
    searchStorage: () =>
      attempt(async () => {
        const { keeping, searchIndex } = need();
        return { keeping: keeping.isOn, bytes: searchIndex.size };
      }),
    setKeeping: (on) => act(() => need().keeping.turn(on)),
  };
}
