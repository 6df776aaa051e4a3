import type { ServerFrame } from '../protocol/socket.ts';
import type { OwnAccount } from './account/own.ts';
import type { Outbox } from './conversations/outbox.ts';
import type { Receiving } from './conversations/receiving.ts';
import { hasEpochs } from './conversations/records.ts';
import type { ConversationTable } from './conversations/table.ts';
import type { Windows } from './conversations/windows.ts';
import type { KeyCare } from './keyCare.ts';
import type { Line } from './line.ts';
import type { People } from './people/people.ts';
import type { Presence } from './people/presence.ts';
import type { StreamList } from './streams/streamList.ts';

interface Deps {
  readonly own: OwnAccount;
  readonly people: People;
  readonly presence: Presence;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly windows: Windows;
  readonly receiving: Receiving;
  /** What the own chain brought is told to its owner. */
  readonly tellNews: () => Promise<void>;
  /** This device is not the account's any more. */
  readonly gone: () => void;
  readonly streams: StreamList;
  readonly keyCare: KeyCare;
  readonly line: () => Pick<Line, 'isLive' | 'showPresence'>;
  readonly peopleChanged: () => void;
  readonly changed: () => void;
}

/** What the server says on the socket, brought to where it belongs. */
export class Frames {
  readonly #deps: Deps;

  /** Conversations in which something was just written, as against what was there before this connection. */
  readonly #fresh = new Set<string>();
  /** Conversations that wait to be asked for. */
  readonly #following = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Everything that came in that conversation is stored. */
  stored(conversation: string): void {
    if (this.#fresh.delete(conversation)) this.#deps.keyCare.written(conversation);
  }

  async received(frame: ServerFrame): Promise<void> {
    const { own, people, outbox, receiving } = this.#deps;
    switch (frame.ev) {
      case 'entry': {
        const { ev: _, conversation, ...entry } = frame;
        if (this.#deps.line().isLive) this.#fresh.add(conversation);
        return receiving.live(conversation, entry);
      }
      case 'ack':
        return outbox.acked(frame);
      case 'refused':
        return outbox.refused(frame);
      case 'cursor':
        return this.#cursorMoved(frame);
      case 'conversation':
        return this.#conversationChanged(frame.conversation);
      case 'chain':
        // Of somebody whom nobody here has met there is nothing to keep up with.
        if (frame.account !== own.account && people.known(frame.account)) await people.refresh(frame.account);
        return this.#deps.peopleChanged();
      case 'account':
        return this.#accountChanged();
      case 'stream':
      case 'streams':
        return this.#deps.streams.received(frame);
      case 'presence':
        return this.#deps.line().showPresence({ people: frame.people, online: frame.online });
      case 'online':
        return this.#deps.presence.received(frame.conversations);
      default:
    }
  }

  /** However often it is said, it is asked for once at a time. */
  async #conversationChanged(conversation: string): Promise<void> {
    const { table, windows } = this.#deps;
    if (this.#following.has(conversation)) return;
    this.#following.add(conversation);
    await table.alone(conversation, () => {
      this.#following.delete(conversation);
      return table.follow(conversation);
    });
    windows.changed(conversation);
    const record = table.get(conversation);
    if (record && hasEpochs(record)) this.#deps.keyCare.conversationChanged(conversation);
  }

  async #cursorMoved(frame: Extract<ServerFrame, { ev: 'cursor' }>): Promise<void> {
    const { table, own, windows } = this.#deps;
    const { conversation, account, delivered, read } = frame;
    await table.alone(conversation, () =>
      table.update(conversation, (record) => {
        const members = record.members.map((member) =>
          member.account === account
            ? { ...member, delivered: Math.max(member.delivered, delivered), read: Math.max(member.read, read) }
            : member,
        );
        const mine = account === own.account && read > record.read;
        const unread = mine && read >= record.cursor ? 0 : record.unread;
        return { ...record, members, read: mine ? read : record.read, unread };
      }),
    );
    const record = table.get(conversation);
    // Another device read a part of what is unread here: the server knows how much is left.
    if (account === own.account && record && record.unread > 0) {
      await table.alone(conversation, () => table.refresh(conversation));
    }
    windows.changed(conversation);
  }

  async #accountChanged(): Promise<void> {
    const { own, table, receiving } = this.#deps;
    const known = own.chain.accountKeys.length;
    await own.refresh();
    await this.#deps.tellNews();
    if (!own.isLive) return this.#deps.gone();
    await own.refreshSelf();
    if (own.chain.accountKeys.length > known) {
      for (const { conversation } of table.all()) await receiving.reopen(conversation);
    }
    this.#deps.keyCare.renew();
    this.#deps.streams.fetch().catch(() => undefined);
    this.#deps.changed();
  }
}
