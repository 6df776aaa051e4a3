import type { AccountNo, StoredAccount } from './ports.ts';

export type Online = ReturnType<typeof createOnline>;

/** Who is online, at whichever door: an account once, however many lines it has. */
export function createOnline() {
  const lines = new Map<AccountNo, { account: StoredAccount; count: number }>();
  /** Put in order once for all who ask until somebody comes or goes. */
  let inOrder: readonly StoredAccount[] | null = null;

  return {
    get size(): number {
      return lines.size;
    },

    /** One more line of the account. Answers how to say that it is gone; said again, it means nothing. */
    enter(account: StoredAccount): () => void {
      const entered = lines.get(account.no) ?? { account, count: 0 };
      entered.account = account;
      entered.count += 1;
      lines.set(account.no, entered);
      inOrder = null;
      let gone = false;
      return () => {
        if (gone) return;
        gone = true;
        entered.count -= 1;
        if (entered.count > 0) return;
        lines.delete(account.no);
        inOrder = null;
      };
    },

    has: (account: AccountNo): boolean => lines.has(account),

    /** In order of their names. */
    accounts(): readonly StoredAccount[] {
      inOrder ??= [...lines.values()]
        .map(({ account }) => account)
        .toSorted((a, b) => (a.username < b.username ? -1 : 1));
      return inOrder;
    },

    numbers: (): AccountNo[] => [...lines.keys()],
  };
}
