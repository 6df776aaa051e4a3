import type { StoredAccount } from './ports.ts';

/** Who acts, and from where. */
export interface Actor {
  readonly who: string;
  readonly from: string;
}

export const actorOf = ({ account }: { readonly account: Pick<StoredAccount, 'username'> }, from: string): Actor => ({
  who: account.username,
  from,
});
