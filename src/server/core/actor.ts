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

/** Told which account it is about, for the log, as soon as that is known. A name that no account has never comes here. */
export type Found = (account: Pick<StoredAccount, 'username'>) => void;
