import type { ClientFrame } from '../../protocol/socket.ts';
import { decodeCbor } from '../../crypto/encoding.ts';
import type { OwnAccount } from '../account/own.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import type { ConversationRecord, StoredEntry } from './records.ts';
import type { ConversationTable } from './table.ts';

interface Deps {
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly table: ConversationTable;
  readonly line: () => { send(frame: ClientFrame): boolean };
}

/** Whoever leaps over more entries has not seen what lies between. */
const AT_A_GLANCE = 400;
const GONE: ReadonlySet<StoredEntry['body']['kind']> = new Set(['emptied', 'deleted', 'cleared']);

/** The account's read cursors: moved here first, and told to the server as soon as there is a line. */
export class Reading {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Everything up to the newest item that is here is read. */
  async mark(conversation: string): Promise<void> {
    const { table } = this.#deps;
    await table.alone(conversation, () =>
      table.update(conversation, (record) =>
        record.read >= record.cursor && record.unread === 0 ? record : { ...record, read: record.cursor, unread: 0 },
      ),
    );
    this.tell(conversation);
  }

  /** Everything up to that place in the log is read; what comes after it stays unread. */
  async markThrough(conversation: string, seq: number): Promise<void> {
    const { table } = this.#deps;
    await table.alone(conversation, async () => {
      const record = table.get(conversation);
      if (!record || seq <= record.read || seq - record.read > AT_A_GLANCE) return;
      if (seq >= record.cursor) return table.update(conversation, (now) => ({ ...now, read: now.cursor, unread: 0 }));
      const unread = Math.max(0, record.unread - (await this.#unreadUpTo(record, seq)));
      await table.update(conversation, (now) => ({ ...now, read: seq, unread }));
    });
    this.tell(conversation);
  }

  /** Of what is here; where some of it is not, the server's count comes as soon as it knows. */
  async #unreadUpTo({ conversation, read }: ConversationRecord, seq: number): Promise<number> {
    const { storage, own } = this.#deps;
    const lying = await storage.range(keys.entry(conversation, read + 1), keys.entry(conversation, seq + 1));
    return lying
      .map(([, bytes]) => decodeCbor(bytes) as StoredEntry)
      .filter(({ counts, account, body }) => counts && account !== own.account && !GONE.has(body.kind)).length;
  }

  /** Nothing, where the server knows already. */
  tell(conversation: string): void {
    const { own, table, line } = this.#deps;
    const record = table.get(conversation);
    const known = record?.members.find(({ account }) => account === own.account)?.read ?? 0;
    if (record && record.read > known) line().send({ op: 'read', conversation, seq: record.read });
  }
}
