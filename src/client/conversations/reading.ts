import type { ClientFrame } from '../../protocol/socket.ts';
import type { OwnAccount } from '../account/own.ts';
import type { ConversationTable } from './table.ts';

interface Deps {
  readonly own: OwnAccount;
  readonly table: ConversationTable;
  readonly line: () => { send(frame: ClientFrame): boolean };
}

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

  /** Nothing, where the server knows already. */
  tell(conversation: string): void {
    const { own, table, line } = this.#deps;
    const record = table.get(conversation);
    const known = record?.members.find(({ account }) => account === own.account)?.read ?? 0;
    if (record && record.read > known) line().send({ op: 'read', conversation, seq: record.read });
  }
}
