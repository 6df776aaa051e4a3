import type { Clock, StoredAccount } from '../../core/ports.ts';
import type { Receipts } from '../../core/receipts.ts';

/** What is shown on a line is marked as read so often, for all lines together: thousands hear the same message at once. */
const EVERY = 2000;

export type ReadMarks = ReturnType<typeof createReadMarks>;

/** What was shown here counts as read everywhere. Only the furthest of a conversation counts. */
export function createReadMarks(receipts: Receipts, clock: Clock, failed: (error: unknown) => void) {
  const marks = new Map<string, { account: StoredAccount; conversation: string; seq: number }>();
  let cancel: (() => void) | null = null;

  const write = async (): Promise<void> => {
    cancel?.();
    cancel = null;
    const now = [...marks.values()];
    marks.clear();
    await Promise.all(
      now.map(({ account, conversation, seq }) =>
        receipts.move({ account, device: null }, conversation, { read: seq }).catch(failed),
      ),
    );
  };

  return {
    mark(account: StoredAccount, conversation: string, seq: number): void {
      const key = `${account.no} ${conversation}`;
      marks.set(key, { account, conversation, seq: Math.max(seq, marks.get(key)?.seq ?? 0) });
      cancel ??= clock.after(EVERY, () => void write());
    },
    /** Now, for those who leave, and when the door closes. */
    write,
  };
}
