import type { AccountNo, AlertsMoved, Bus } from '../ports.ts';

/** Others follow a machine than before. @param accounts those that began or stopped; null: any may have */
export function tellFollowers(
  bus: Bus,
  machine: string,
  accounts: readonly AccountNo[] | null,
  moved: AlertsMoved | null,
): void {
  bus.publish({ about: 'followers', machine, accounts });
  if (!moved) return;
  const { conversation, joined, left } = moved;
  if (joined.length > 0) bus.publish({ about: 'conversation', conversation, members: joined });
  if (left.length > 0) bus.publish({ about: 'conversation', conversation, members: left, ended: true });
}
