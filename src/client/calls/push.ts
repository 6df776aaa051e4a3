import { getPush, removePush, setPush } from '../../protocol/api/push.ts';
import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act, attempt } from '../outcome.ts';

type Calls = Pick<Client, 'push' | 'setPush' | 'removePush'>;

/** Where this device is poked while it does not listen. */
export function pushCalls({ server }: CurrentAccount): Calls {
  return {
    push: () => attempt(() => server.call(getPush)),
    setPush: (body) => act(() => server.call(setPush, { body })),
    removePush: () => act(() => server.call(removePush)),
  };
}
