import type { SealedSeed, Vault } from '../../../protocol/api/keys.ts';
import type { AuditDraft } from './audit.ts';
import type { NewDevice, StoredDevice } from './devices.ts';
import type { AccountNo, DeviceNo } from './numbers.ts';

export interface StoredChainEntry {
  readonly number: number;
  readonly entry: Uint8Array;
  readonly hash: Uint8Array;
}

export interface StoredAccountKey {
  readonly generation: number;
  readonly seeds: readonly SealedSeed[];
  readonly link: string | null;
}

export interface ChainAppend {
  readonly account: AccountNo;
  readonly entry: StoredChainEntry;
  readonly accountKey: StoredAccountKey | null;
  readonly addDevice: NewDevice | null;
  /** Bound to the added device. */
  readonly session: Uint8Array | null;
  /** Sessions of removed devices end in the same transaction. */
  readonly removeDevices: readonly string[];
  /** After a removal: the present epoch of each of the account's conversations takes no more messages. */
  readonly passEpochs: boolean;
  /** Replaced together with the entry, compare-and-set on `version - 1`. */
  readonly vault: Vault | null;
  readonly at: number;
  readonly audit: AuditDraft;
}

export interface KeyStore {
  /** Entries with a number above `after`, in order: all of them, or the first `limit`. */
  chain(account: AccountNo, after: number, limit?: number): Promise<StoredChainEntry[]>;
  /** Compare-and-set: the entry's number must be the next. */
  appendToChain(append: ChainAppend): Promise<'stored' | 'chain_moved' | 'vault_moved'>;
  devices(account: AccountNo): Promise<StoredDevice[]>;
  /** Not in the chain: a suspended device's sessions are refused. */
  setDeviceState(account: AccountNo, device: string, state: 'live' | 'suspended', audit: AuditDraft): Promise<void>;
  /** The generations from `first` to `last` that there are, each with the seeds for that device and for the vault only. */
  accountKeys(account: AccountNo, device: string | null, first: number, last: number): Promise<StoredAccountKey[]>;
  vault(account: AccountNo): Promise<Vault | undefined>;
  opaqueRecord(account: AccountNo): Promise<string | undefined>;
  /** Replaces OPAQUE record and vault; `vault.version` must be one above the stored. */
  replacePassword(
    account: AccountNo,
    record: string,
    vault: Vault,
    audit: AuditDraft,
  ): Promise<'stored' | 'vault_moved'>;
  /** Replaces wrap and log-in key of the recovery code and leaves the version. */
  replaceRecovery(
    account: AccountNo,
    version: number,
    recoveryWrap: string,
    recoveryKey: string,
    audit: AuditDraft,
  ): Promise<'stored' | 'vault_moved'>;
  /** A new identity in one step: spends the link, appends the `reset` entry, replaces record and vault, removes all devices and sessions of before. */
  reset(reset: {
    readonly tokenHash: Uint8Array;
    readonly append: ChainAppend;
    readonly record: string;
    readonly vault: Vault;
  }): Promise<{ device: DeviceNo } | 'link_spent' | 'chain_moved'>;
}
