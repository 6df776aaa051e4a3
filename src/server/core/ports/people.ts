import type { StoredAccount } from './accounts.ts';
import type { AuditDraft } from './audit.ts';
import type { AccountNo } from './numbers.ts';

/** An account that is not removed, and when and on what it is used. */
export interface SeenAccount extends StoredAccount {
  readonly state: 'active' | 'pending' | 'disabled';
  /** Null: not since that is kept. */
  readonly seenAt: number | null;
  /** Live ones. */
  readonly devices: number;
}

/** How many there are of what the store holds. */
export interface Totals {
  /** Accounts that are not removed, by their state. */
  readonly people: Readonly<Record<SeenAccount['state'], number>>;
  /** Live ones. */
  readonly devices: number;
  readonly machines: number;
  readonly rooms: number;
  readonly threads: number;
  /** Private ones. */
  readonly conversations: number;
}

/** What admins look through. */
export interface PeopleStore {
  /** In order of usernames: those after that name, in that state, with that in their username or display name, whatever its capitals. */
  page(asked: {
    readonly find: string | null;
    readonly state: SeenAccount['state'] | null;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<SeenAccount[]>;
  seen(no: AccountNo): Promise<SeenAccount | undefined>;
  /** Whether there is an active admin beside that account. */
  hasOtherAdmin(no: AccountNo): Promise<boolean>;
  totals(): Promise<Totals>;
  /**
   * Ends the account with its sessions, keys and memberships but those in conversations of two. What it wrote is overwritten
   * afterwards, little by little, also after a restart. Its name and its chain stay.
   */
  remove(no: AccountNo, audit: AuditDraft): Promise<void>;
}
