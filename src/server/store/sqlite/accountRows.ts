import type { StoredAccount } from '../../core/ports.ts';

/** The columns of an account `a` as the ports know it. */
export const ACCOUNT_COLUMNS =
  'a.no, a.account, a.username, a.display_name, a.role, a.state, a.created_at, a.read_receipts, a.presence';

export interface AccountRow {
  no: number;
  account: string | null;
  username: string;
  display_name: string;
  role: StoredAccount['role'];
  state: StoredAccount['state'];
  created_at: number;
  read_receipts: number;
  presence: number;
}

export function accountOf(row: AccountRow): StoredAccount {
  return {
    no: row.no,
    account: row.account,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    state: row.state,
    createdAt: row.created_at,
    readReceipts: row.read_receipts === 1,
    presence: row.presence === 1,
  };
}
