import type { AccountNo } from '../../core/ports.ts';
import type { Connection } from './connection.ts';

/** Within a transaction: whether the session (hash of its token) is that account's, good at `at`, and the account active. */
export type Standing = (session: Uint8Array, account: AccountNo, at: number) => boolean;

export function prepareStanding(connection: Connection): Standing {
  const statement = connection.prepare<{ found: number }>(
    `SELECT EXISTS (SELECT 1 FROM sessions s JOIN accounts a ON a.no = s.account
       WHERE s.token_hash = ? AND s.account = ? AND s.expires_at > ? AND a.state = 'active') AS found`,
  );
  return (session, account, at) => statement.get(session, account, at)?.found === 1;
}
