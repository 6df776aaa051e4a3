import type { Vault } from '../../../protocol/api/keys.ts';
import type { AccountNo, StoredAccountKey, StoredChainEntry } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';

interface VaultRow {
  version: number;
  sealed: string;
  password_wrap: string;
  recovery_wrap: string;
  recovery_key: string;
}

/** The rows of chain, account keys, vault and OPAQUE record; all writing happens within another's transaction. */
export class Credentials {
  readonly #chain: Statement<StoredChainEntry>;
  readonly #addChainEntry: Statement;
  readonly #keys: Statement<{ generation: number; link: string | null }>;
  readonly #seeds: Statement<{ generation: number; recipient: string; sealed: string }>;
  readonly #addKey: Statement;
  readonly #addSeed: Statement;
  readonly #removeKeys: Statement;
  readonly #removeSeeds: Statement;
  readonly #vault: Statement<VaultRow>;
  readonly #setVault: Statement;
  readonly #setRecovery: Statement;
  readonly #record: Statement<{ record: string }>;
  readonly #setRecord: Statement;

  constructor(connection: Connection) {
    this.#chain = connection.prepare(
      'SELECT number, entry, hash FROM chain_entries WHERE account = ? AND number > ? ORDER BY number LIMIT ?',
    );
    this.#addChainEntry = connection.prepare(
      'INSERT INTO chain_entries (account, number, entry, hash) VALUES (?, ?, ?, ?)',
    );
    this.#keys = connection.prepare(
      'SELECT generation, link FROM account_keys WHERE account = ? AND generation BETWEEN ? AND ? ORDER BY generation',
    );
    this.#seeds = connection.prepare(
      `SELECT generation, recipient, sealed FROM sealed_seeds
       WHERE account = ?1 AND generation BETWEEN ?3 AND ?4 AND recipient IN ('vault', ?2) ORDER BY generation, recipient`,
    );
    this.#addKey = connection.prepare('INSERT INTO account_keys (account, generation, link) VALUES (?, ?, ?)');
    this.#addSeed = connection.prepare(
      'INSERT INTO sealed_seeds (account, generation, recipient, sealed) VALUES (?, ?, ?, ?)',
    );
    this.#removeKeys = connection.prepare('DELETE FROM account_keys WHERE account = ?');
    this.#removeSeeds = connection.prepare('DELETE FROM sealed_seeds WHERE account = ? AND recipient = ?');
    this.#vault = connection.prepare(
      'SELECT version, sealed, password_wrap, recovery_wrap, recovery_key FROM vaults WHERE account = ?',
    );
    this.#setVault = connection.prepare(
      `INSERT INTO vaults (account, version, sealed, password_wrap, recovery_wrap, recovery_key)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (account) DO UPDATE SET version = excluded.version, sealed = excluded.sealed,
         password_wrap = excluded.password_wrap, recovery_wrap = excluded.recovery_wrap,
         recovery_key = excluded.recovery_key`,
    );
    this.#setRecovery = connection.prepare('UPDATE vaults SET recovery_wrap = ?, recovery_key = ? WHERE account = ?');
    this.#record = connection.prepare('SELECT record FROM opaque_records WHERE account = ?');
    this.#setRecord = connection.prepare(
      `INSERT INTO opaque_records (account, record) VALUES (?, ?)
       ON CONFLICT (account) DO UPDATE SET record = excluded.record`,
    );
  }

  chain(account: AccountNo, after: number, limit = -1): StoredChainEntry[] {
    return this.#chain.all(account, after, limit).map(({ number, entry, hash }) => ({ number, entry, hash }));
  }

  addChainEntry(account: AccountNo, { number, entry, hash }: StoredChainEntry): void {
    this.#addChainEntry.run(account, number, entry, hash);
  }

  accountKeys(account: AccountNo, device: string | null, first: number, last: number): StoredAccountKey[] {
    const seeds = Map.groupBy(this.#seeds.all(account, device, first, last), ({ generation }) => generation);
    return this.#keys.all(account, first, last).map(({ generation, link }) => ({
      generation,
      link,
      seeds: (seeds.get(generation) ?? []).map(({ recipient, sealed }) => ({ recipient, sealed })),
    }));
  }

  addAccountKey(account: AccountNo, { generation, seeds, link }: StoredAccountKey): void {
    this.#addKey.run(account, generation, link);
    for (const { recipient, sealed } of seeds) this.#addSeed.run(account, generation, recipient, sealed);
  }

  removeAccountKeys(account: AccountNo): void {
    this.#removeKeys.run(account);
  }

  removeSeedsFor(account: AccountNo, device: string): void {
    this.#removeSeeds.run(account, device);
  }

  vault(account: AccountNo): Vault | undefined {
    const row = this.#vault.get(account);
    return (
      row && {
        version: row.version,
        sealed: row.sealed,
        passwordWrap: row.password_wrap,
        recoveryWrap: row.recovery_wrap,
        recoveryKey: row.recovery_key,
      }
    );
  }

  setVault(account: AccountNo, { version, sealed, passwordWrap, recoveryWrap, recoveryKey }: Vault): void {
    this.#setVault.run(account, version, sealed, passwordWrap, recoveryWrap, recoveryKey);
  }

  setRecovery(account: AccountNo, recoveryWrap: string, recoveryKey: string): void {
    this.#setRecovery.run(recoveryWrap, recoveryKey, account);
  }

  record(account: AccountNo): string | undefined {
    return this.#record.get(account)?.record;
  }

  setRecord(account: AccountNo, record: string): void {
    this.#setRecord.run(account, record);
  }
}
