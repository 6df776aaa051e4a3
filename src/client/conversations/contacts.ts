import { type ContactLine, LineError, type LinePlace, openLine, sealLine } from '../../crypto/sealedLine.ts';
import { openOpening } from '../../crypto/sealedOpening.ts';
import { equalBytes, sha256 } from '../../crypto/encoding.ts';
import { SealedError } from '../../crypto/sealForAccounts.ts';
import { type Entry, getContact } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { sanitiseText } from '../../protocol/commentFields.ts';
import type { OwnAccount } from '../account/own.ts';
import { Failed } from '../outcome.ts';
import type { Clock } from '../ports.ts';
import type { Server } from '../server.ts';
import type {
  ContactRecord,
  ConversationRecord,
  OpenedContact,
  OutboxItem,
  StoredBody,
  StoredEntry,
} from './records.ts';

interface Deps {
  readonly server: Server;
  readonly own: OwnAccount;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: (length: number) => Uint8Array;
}

/** Stands for the visitor, who is nobody's account. */
export const VISITOR = '@visitor';

/** Conversations with visitors of websites: what opens them, and the lines under their secret. */
export class Contacts {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** With what opens it, if it opens here; asked of the server once. @throws Unreachable, Refused */
  async opened(record: ConversationRecord): Promise<ConversationRecord> {
    const { contact, conversation } = record;
    if (!contact || contact.opened) return record;
    const { thread, opening } = await this.#deps.server.call(getContact, { params: { conversation } });
    const opened = thread === contact.thread ? await this.#open(conversation, thread, opening) : null;
    return { ...record, contact: { ...contact, opened, failure: opened === null } };
  }

  /** A line, opened in its place and on its side of the log. */
  async line({ conversation, contact }: ConversationRecord, entry: Entry): Promise<StoredEntry> {
    const { seq, account, device, at, counts, hash, payload } = entry;
    const place = {
      seq,
      account: account ?? VISITOR,
      device: device ?? '',
      at,
      counts,
      hash,
      counter: 0,
      previous: null,
    };
    const unread = (body: StoredBody): StoredEntry => ({ ...place, id: null, body });
    if (payload === null) return unread({ kind: 'emptied' });
    const bytes = fromBase64url(payload);
    if (!equalBytes(sha256(bytes), fromBase64url(hash))) return unread(invalid('another hash'));
    if (!contact?.opened) return unread({ kind: 'locked', envelope: bytes });
    const side = account === null ? 'visitor' : 'answerers';
    try {
      const line = await openLine(contact.opened.secret, placeOf(conversation, side, seq), bytes);
      return { ...place, ...shownOf(line, side, contact.opened) };
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      return unread(error.reason === 'unknown version' ? newer : invalid(error.reason));
    }
  }

  /**
   * What is to be said, sealed for that place of the log.
   * @throws Failed `not_sealed_to_you`: this account cannot read the conversation; `forbidden`: not a text
   */
  async sealed({ conversation, contact }: ConversationRecord, item: OutboxItem, seq: number): Promise<Uint8Array> {
    const { own, clock, random } = this.#deps;
    if (!contact?.opened) throw new Failed('not_sealed_to_you');
    if (item.content.type !== 'text') throw new Failed('forbidden');
    const by = own.self.displayName || own.self.username;
    const line = { id: fromBase64url(item.id), text: item.content.text, by, sentAt: clock.now() };
    return sealLine(contact.opened.secret, placeOf(conversation, 'answerers', seq), line, random);
  }

  async #open(conversation: string, thread: string, opening: string): Promise<OpenedContact | null> {
    const { own } = this.#deps;
    const place = { instance: own.instance, thread, conversation: fromBase64url(conversation) };
    const keyOf = async (generation: number) => (await own.accountKey(generation)) ?? undefined;
    try {
      const { secret, ...who } = await openOpening(place, own.id, keyOf, fromBase64url(opening));
      const [name, surname, email] = [who.name, who.surname, who.email].map((text) => sanitiseText(text, 'one'));
      return { secret, name: name ?? '', surname: surname ?? '', email: email ?? '' };
    } catch (error) {
      if (error instanceof SealedError) return null;
      throw error;
    }
  }
}

/** The whole name that a visitor has given; empty: it cannot be read here. */
export const visitorOf = (contact: ContactRecord): string =>
  contact.opened ? `${contact.opened.name} ${contact.opened.surname}`.trim() : '';

const placeOf = (conversation: string, side: LinePlace['side'], seq: number): LinePlace => ({
  conversation: fromBase64url(conversation),
  side,
  seq,
});

function shownOf(
  { id, text, by }: ContactLine,
  side: LinePlace['side'],
  opened: OpenedContact,
): Pick<StoredEntry, 'id' | 'by' | 'body'> {
  const content = { type: 'text', text: sanitiseText(text, 'many'), reply: null } as const;
  const name = side === 'visitor' ? `${opened.name} ${opened.surname}`.trim() : sanitiseText(by, 'one');
  return { id: toBase64url(id), by: name, body: { kind: 'content', content } };
}

const newer: StoredBody = { kind: 'content', content: { type: 'unknown', version: 2, name: 'contact' } };

const invalid = (reason: string): StoredBody => ({ kind: 'invalid', reason });
