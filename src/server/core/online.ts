import type { AccountNo, StoredAccount } from './ports.ts';

export type Online = ReturnType<typeof createOnline>;

/**
 * Who is online, at whichever door: an account once, however many lines it has. Who does not want to be among them is
 * nowhere here.
 */
export function createOnline() {
  const lines = new Map<AccountNo, { account: StoredAccount; count: number }>();
  const shown = new Set<AccountNo>();
  /** Put in order once for all who ask until somebody comes or goes. */
  let inOrder: readonly StoredAccount[] | null = null;

  const show = ({ no, presence }: StoredAccount): void => {
    if (presence) shown.add(no);
    else shown.delete(no);
    inOrder = null;
  };

  return {
    get size(): number {
      return shown.size;
    },

    /** One more line of the account. Answers how to say that it is gone; said again, it means nothing. */
    enter(account: StoredAccount): () => void {
      const entered = lines.get(account.no) ?? { account, count: 0 };
      entered.account = account;
      entered.count += 1;
      lines.set(account.no, entered);
      show(account);
      let gone = false;
      return () => {
        if (gone) return;
        gone = true;
        entered.count -= 1;
        if (entered.count > 0) return;
        lines.delete(account.no);
        shown.delete(account.no);
        inOrder = null;
      };
    },

    /** It is called otherwise now, or wants to be seen, or not to be. */
    changed(account: StoredAccount): void {
      const entered = lines.get(account.no);
      if (!entered) return;
      entered.account = account;
      show(account);
    },

    has: (account: AccountNo): boolean => shown.has(account),

    /** In order of their names. */
    accounts(): readonly StoredAccount[] {
      inOrder ??= [...lines.values()]
        .map(({ account }) => account)
        .filter(({ no }) => shown.has(no))
        .toSorted((a, b) => (a.username < b.username ? -1 : 1));
      return inOrder;
    },

    numbers: (): AccountNo[] => [...shown],
  };
}
