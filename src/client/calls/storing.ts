import type { CurrentAccount } from '../currentAccount.ts';
import { attempt } from '../outcome.ts';
import type { Storing } from '../storing.ts';

export function storingCalls(current: CurrentAccount): Storing {
  return {
    stored: () => attempt(async () => current.need().lettingGo.stored()),
    letGo: (conversation) => attempt(async () => ({ messages: await current.need().lettingGo.old(conversation) })),
  };
}
