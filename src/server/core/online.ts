import type { AccountNo, StoredAccount } from './ports.ts';

export type Online = ReturnType<typeof createOnline>;

/** Who is online, at whichever door: an account once, however many lines it has. */
export function createOnline() {
  const lines = new Map<AccountNo, { account: StoredAccount; count: number }>();

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
      let gone = false;
      return () => {
        if (gone) return;
        gone = true;
        entered.count -= 1;
        if (entered.count === 0) lines.delete(account.no);
      };
    },

    has: (account: AccountNo): boolean => lines.has(account),

    /** In order of their names. */
    accounts(): StoredAccount[] {
      return [...lines.values()].map(({ account }) => account).toSorted((a, b) => (a.username < b.username ? -1 : 1));
    },

    numbers: (): AccountNo[] => [...lines.keys()],
  };
}
