import type { AccountNo, Bus, MembersMoved } from '../ports.ts';
import { tellMoved } from '../serverSaid.ts';

/** Others follow a machine than before. @param accounts those that began or stopped; null: any may have */
export function tellFollowers(
  bus: Bus,
  machine: string,
  accounts: readonly AccountNo[] | null,
  moved: MembersMoved | null,
): void {
  bus.publish({ about: 'followers', machine, accounts });
  tellMoved(bus, moved);
}
