import type { Bytes } from '../../crypto/encoding.ts';
import {
  type Conversation,
  clearConversation,
  hideEntry,
  startConversation,
} from '../../protocol/api/conversations.ts';
import type { OwnAccount } from '../account/own.ts';
import type { Epochs } from '../conversations/epochs.ts';
import type { Outbox } from '../conversations/outbox.ts';
import { storedAs } from '../conversations/queue.ts';
import type { ConversationRecord } from '../conversations/records.ts';
import type { ConversationTable } from '../conversations/table.ts';
import { type Windows, otherOf } from '../conversations/windows.ts';
import type { OwnLog } from '../own/ownLog.ts';
import type { Storage } from '../ports.ts';
import { Refused, type Server } from '../server.ts';
import { keys } from '../storageKeys.ts';
import { forkOf } from './fork.ts';
import { leftBehind } from './leftBehind.ts';
import { handInOwnChain } from './ownChain.ts';

interface Deps {
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly table: ConversationTable;
  readonly epochs: Epochs;
  readonly outbox: Outbox;
  readonly windows: Windows;
  readonly ownLog: OwnLog;
  readonly newId: () => Bytes;
  /** The person is told. */
  readonly raise: (incarnation: string) => Promise<void>;
}

const utf8 = { to: new TextEncoder(), from: new TextDecoder() };

/**
 * A server that was put back from a backup has forgotten what came after it. This device goes back to where its logs and the
 * server's are still the same, says again what it had said since, and keeps what others had said until they do so.
 */
export class Restored {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Whether places in logs that are known here are those of another incarnation. */
  async isAnother(incarnation: string): Promise<boolean> {
    const known = await this.#deps.storage.get(keys.incarnation);
    if (known) return utf8.from.decode(known) !== incarnation;
    await this.#keep(incarnation);
    return false;
  }

  /** Before conversations: what is said in them rests on keys. */
  handInKeys(): Promise<void> {
    return handInOwnChain(this.#deps.own, this.#deps.server);
  }

  /** Within the conversation's lane, before the server's word about it is taken. */
  async goBack(served: Conversation): Promise<void> {
    const { table, storage, own, epochs, outbox, windows, newId } = this.#deps;
    const { conversation, head } = served;
    const record = table.get(conversation);
    if (!record) return;
    const fork = await forkOf(record, head.seq, this.#deps);
    await this.#deleteAgain(record, served, fork);
    if (fork >= record.cursor) return;
    const given = { storage, record, fork, account: own.account, device: own.deviceId, newId };
    const { drafts, put, remove, last, mine } = await leftBehind(given);
    const items = outbox.anew(conversation, drafts);
    const changes = {
      put: [...put, ...items.map(storedAs)],
      remove: [...remove, ...(await epochs.keysAfter(conversation, fork))],
    };
    await table.write({ ...atFork(record, fork), last, mine }, changes);
    epochs.forget(conversation);
    outbox.take(items);
    windows.again(conversation);
    if (conversation === this.#deps.ownLog.id) await this.#deps.ownLog.wentBack(fork);
  }

  /** A conversation that the server does not list: it may have begun since. It is begun again. */
  async beginAgain(conversation: string): Promise<void> {
    const { table, server, own, outbox } = this.#deps;
    const record = table.get(conversation);
    const isEmpty = record && record.cursor <= record.cleared && outbox.items(conversation).length === 0;
    if (record?.kind !== 'direct' || isEmpty) return;
    const other = otherOf(record, own.account);
    const served = await server.call(startConversation, { body: { kind: 'direct', with: other } }).catch(ifRefused);
    if (served?.conversation !== conversation) return;
    await this.goBack(served);
    await table.merge(served);
  }

  /** All of them are in step again: from now on places are those of this incarnation. */
  async done(incarnation: string): Promise<void> {
    await this.#keep(incarnation);
    await this.#deps.raise(incarnation);
  }

  /** What this account had deleted for itself alone. */
  async #deleteAgain(record: ConversationRecord, served: Conversation, fork: number): Promise<void> {
    const { server } = this.#deps;
    const params = { conversation: record.conversation };
    const through = Math.min(record.cleared, fork);
    if (through > served.cleared) await server.call(clearConversation, { params, body: { through } });
    const hidden = record.hidden.filter((seq) => Number.isInteger(seq) && seq > through && seq <= fork);
    for (const seq of hidden.filter((each) => !served.hidden.includes(each)))
      await server.call(hideEntry, { params, body: { seq } });
  }

  #keep(incarnation: string): Promise<void> {
    return this.#deps.storage.write({ put: [[keys.incarnation, utf8.to.encode(incarnation)]] });
  }
}

/** The other's account is newer than the backup, say: what is here stays as it is. */
function ifRefused(error: unknown): undefined {
  if (!(error instanceof Refused)) throw error;
}

function atFork(record: ConversationRecord, fork: number): ConversationRecord {
  const read = Math.min(record.read, fork);
  return {
    ...record,
    cursor: fork,
    oldest: Math.min(record.oldest, fork + 1),
    letGo: record.letGo && Math.min(record.letGo, fork),
    cleared: Math.min(record.cleared, fork),
    hidden: record.hidden.filter((seq) => seq <= fork),
    read,
    countedTo: Math.min(record.countedTo, fork),
    unread: read === fork ? 0 : record.unread,
  };
}
