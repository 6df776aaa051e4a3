import type { Vault } from '../../../protocol/api/keys.ts';
import type {
  AccountNo,
  AuditDraft,
  ChainAppend,
  DeviceNo,
  KeyStore,
  StoredAccountKey,
  StoredChainEntry,
  StoredDevice,
} from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { Certificates } from './certificates.ts';
import type { SshKeys } from './sshKeys.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Credentials } from './credentials.ts';
import type { Devices } from './devices.ts';
import type { Heads } from './heads.ts';
import type { Links } from './links.ts';
import type { Scrub } from './scrub.ts';
import type { Sessions } from './sessions.ts';

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly links: Links;
  readonly sessions: Sessions;
  readonly certificates: Certificates;
  readonly sshKeys: SshKeys;
  readonly devices: Devices;
  readonly credentials: Credentials;
  readonly heads: Heads;
  readonly scrub: Scrub;
}

export class Keys implements KeyStore {
  readonly #given: Given;
  readonly #chainNumber: Statement<{ chain_number: number }>;
  readonly #setChainNumber: Statement;
  readonly #setLastRemoval: Statement;

  constructor(given: Given) {
    this.#given = given;
    const { connection } = given;
    this.#chainNumber = connection.prepare('SELECT chain_number FROM accounts WHERE no = ?');
    this.#setChainNumber = connection.prepare('UPDATE accounts SET chain_number = ?2 WHERE no = ?1');
    this.#setLastRemoval = connection.prepare('UPDATE accounts SET last_removal = ?2 WHERE no = ?1');
  }

  async chain(account: AccountNo, after: number, limit?: number): Promise<StoredChainEntry[]> {
    return this.#given.credentials.chain(account, after, limit);
  }

  appendToChain(append: ChainAppend): Promise<'stored' | 'chain_moved' | 'vault_moved'> {
    return this.#given.queue.run(() => {
      if (!this.#isNext(append)) return 'chain_moved';
      if (append.vault && !this.#vaultIsAt(append.account, append.vault.version - 1)) return 'vault_moved';
      this.#apply(append);
      if (append.vault) this.#replaceVault(append.account, append.vault);
      return 'stored';
    });
  }

  async devices(account: AccountNo): Promise<StoredDevice[]> {
    return this.#given.devices.of(account);
  }

  setDeviceState(account: AccountNo, device: string, state: 'live' | 'suspended', audit: AuditDraft): Promise<void> {
    return this.#given.queue.run(() => {
      this.#given.devices.setState(account, device, state);
      this.#given.audit.add(audit);
    });
  }

  async accountKeys(...asked: Parameters<KeyStore['accountKeys']>): Promise<StoredAccountKey[]> {
    return this.#given.credentials.accountKeys(...asked);
  }

  async vault(account: AccountNo): Promise<Vault | undefined> {
    return this.#given.credentials.vault(account);
  }

  async opaqueRecord(account: AccountNo): Promise<string | undefined> {
    return this.#given.credentials.record(account);
  }

  replacePassword(
    account: AccountNo,
    record: string,
    vault: Vault,
    audit: AuditDraft,
  ): Promise<'stored' | 'vault_moved'> {
    return this.#given.queue.run(() => {
      if (!this.#vaultIsAt(account, vault.version - 1)) return 'vault_moved';
      this.#replaceVault(account, vault);
      this.#given.credentials.setRecord(account, record);
      this.#given.audit.add(audit);
      return 'stored';
    });
  }

  replaceRecovery(
    account: AccountNo,
    version: number,
    recoveryWrap: string,
    recoveryKey: string,
    audit: AuditDraft,
  ): Promise<'stored' | 'vault_moved'> {
    return this.#given.queue.run(() => {
      if (!this.#vaultIsAt(account, version)) return 'vault_moved';
      this.#given.credentials.setRecovery(account, recoveryWrap, recoveryKey);
      this.#given.scrub.want();
      this.#given.audit.add(audit);
      return 'stored';
    });
  }

  reset(reset: Parameters<KeyStore['reset']>[0]): Promise<{ device: DeviceNo } | 'link_spent' | 'chain_moved'> {
    const { queue, links, devices, sessions, certificates, sshKeys, credentials } = this.#given;
    const { tokenHash, append, record, vault } = reset;
    const { account, addDevice } = append;
    if (!addDevice) throw new Error('a reset brings a device');
    return queue.run(() => {
      if (links.lookUp('reset', tokenHash, append.at)?.account !== account) return 'link_spent';
      if (!this.#isNext(append)) return 'chain_moved';
      links.removeOf(account);
      sessions.endOfAccount(account);
      certificates.revokeAll(account, append.at);
      sshKeys.removeAll(account);
      for (const { device } of devices.of(account)) devices.remove(account, device);
      credentials.removeAccountKeys(account);
      const device = this.#apply({ ...append, removeDevices: [], passEpochs: true });
      this.#replaceVault(account, vault);
      credentials.setRecord(account, record);
      if (device === undefined) throw new Error('a reset brings a device');
      return { device };
    });
  }

  #isNext({ account, entry }: ChainAppend): boolean {
    return this.#chainNumber.get(account)?.chain_number === entry.number - 1;
  }

  #vaultIsAt(account: AccountNo, version: number): boolean {
    return this.#given.credentials.vault(account)?.version === version;
  }

  #replaceVault(account: AccountNo, vault: Vault): void {
    this.#given.credentials.setVault(account, vault);
    this.#given.scrub.want();
  }

  /** The number of the device that it adds. */
  #apply(append: ChainAppend): DeviceNo | undefined {
    const { credentials, devices, sessions, heads, audit } = this.#given;
    const { account, entry, accountKey, addDevice, session, removeDevices, passEpochs, at } = append;
    credentials.addChainEntry(account, entry);
    this.#setChainNumber.run(account, entry.number);
    if (accountKey) credentials.addAccountKey(account, accountKey);
    for (const device of removeDevices) this.#removeDevice(account, device, at);
    if (removeDevices.length > 0 || passEpochs) this.#setLastRemoval.run(account, entry.number);
    if (passEpochs) heads.passEpochsOf(account);
    const added = addDevice ? devices.add(account, addDevice, at) : undefined;
    if (session && added !== undefined) sessions.bindNow(session, added);
    audit.add(append.audit);
    return added;
  }

  #removeDevice(account: AccountNo, device: string, at: number): void {
    const { devices, sessions, certificates, credentials, scrub } = this.#given;
    const no = devices.remove(account, device);
    if (no === undefined) return;
    sessions.endOfDevice(no);
    certificates.revokeOfDevice(account, no, at);
    credentials.removeSeedsFor(account, device);
    scrub.want();
  }
}
