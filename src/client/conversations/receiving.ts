import { type Entry, clearConversation, listEntries } from '../../protocol/api/conversations.ts';
import { limits } from '../../protocol/limits.ts';
import { Failed } from '../outcome.ts';
import type { OwnAccount } from '../account/own.ts';
import type { People } from '../people/people.ts';
import type { Storage } from '../ports.ts';
import { Refused, type Server } from '../server.ts';
import { after, keys } from '../storageKeys.ts';
import { openClear, speakerOf } from './clear.ts';
import type { Contacts } from './contacts.ts';
import { Effects } from './effects.ts';
import type { Epochs } from './epochs.ts';
import { type Witnesses, openEntry } from './opening.ts';
import { type ConversationRecord, type EpochState, type OutboxItem, type StoredEntry, hasEpochs } from './records.ts';
import type { ConversationTable } from './table.ts';
import { decodeCbor } from '../../crypto/encoding.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { decodeEnvelope } from '../../protocol/envelope.ts';

const FIRST_RETRY = 500;
const LONGEST_RETRY = 60_000;

interface Deps {
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly people: People;
  readonly epochs: Epochs;
  readonly contacts: Contacts;
  readonly table: ConversationTable;
  /** A device of this account has said something; `head` is that of the own chain as it knew it. */
  readonly ownWord: (conversation: string, entry: StoredEntry, head: number) => Promise<void>;
  /** The log has these message ids now: the outbox lets go of them. */
  readonly arrived: (conversation: string, ids: readonly string[]) => void;
  /** Calls back after so many milliseconds, and says whether the account is still open on this device. */
  readonly later: (milliseconds: number, callback: (isOpen: boolean) => void) => void;
  /** Everything up to there is stored on this device. */
  readonly delivered: (conversation: string, seq: number) => void;
}

/**
 * Brings entries of a log onto this device: in order, each once, without gaps, opened and judged. A batch is stored whole
 * before its cursor is told to anyone.
 */
export class Receiving {
  readonly #deps: Deps;
  /** Live entries that wait for their turn, a conversation each. */
  readonly #waiting = new Map<string, Entry[]>();
  /** What is tried again in a while: of each conversation the batch that reaches farthest. */
  readonly #retrying = new Map<string, readonly Entry[]>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Entries as the socket brings them. Those that come while a batch is opened go together into the next. */
  live(conversation: string, entry: Entry): void {
    const waiting = this.#waiting.get(conversation);
    if (waiting) {
      // Of a crowd the last one is enough: what is missing before it is fetched.
      if (waiting.length >= limits.entriesPage) waiting.pop();
      waiting.push(entry);
      return;
    }
    this.#waiting.set(conversation, [entry]);
    void this.#deps.table.alone(conversation, () => {
      const batch = this.#waiting.get(conversation) ?? [];
      this.#waiting.delete(conversation);
      return this.#try(conversation, batch, FIRST_RETRY);
    });
  }

  /**
   * What could not be opened for want of an answer is tried again, ever more seldom; the cursor stands until then. One
   * batch is enough: what is missing before its end is fetched.
   */
  async #try(conversation: string, batch: readonly Entry[], pause: number): Promise<void> {
    try {
      await this.#take(conversation, batch);
    } catch {
      const waits = this.#retrying.get(conversation);
      if (!waits || endOf(waits) < endOf(batch)) this.#retrying.set(conversation, batch);
      if (!waits) this.#deps.later(pause, (isOpen) => this.#again(conversation, isOpen, pause * 2));
    }
  }

  #again(conversation: string, isOpen: boolean, pause: number): void {
    const batch = this.#retrying.get(conversation) ?? [];
    this.#retrying.delete(conversation);
    if (!isOpen) return;
    void this.#deps.table.alone(conversation, () => this.#try(conversation, batch, Math.min(pause, LONGEST_RETRY)));
  }

  /** One page of history, the newest that is missing. Answers whether there is more. */
  older(conversation: string): Promise<boolean> {
    return this.#deps.table.alone(conversation, async () => {
      const record = await this.#deps.table.need(conversation);
      if (record.oldest <= record.cleared + 1) return false;
      if (hasEpochs(record)) await this.#deps.epochs.learn(record);
      const { entries } = await this.#deps.server.call(listEntries, {
        params: { conversation },
        query: { before: record.oldest, limit: limits.entriesPage },
      });
      const wanted = entries.filter(({ seq }) => seq > record.cleared && seq < record.oldest);
      const oldest = wanted[0]?.seq ?? record.cleared + 1;
      await this.#store(record, wanted.toReversed(), (now) => ({ ...now, oldest }));
      return oldest > record.cleared + 1;
    });
  }

  /**
   * What the log has up to `end`, and of that the last `most` entries only: for whoever keeps nothing, since those before
   * them are passed over.
   */
  latest(conversation: string, end: number, most: number): Promise<void> {
    return this.#deps.table.alone(conversation, async () => {
      const from = end - most;
      await this.#deps.table.update(conversation, (record) =>
        record.cursor >= from ? record : { ...record, cursor: from, oldest: from + 1 },
      );
      const record = await this.#deps.table.need(conversation);
      if (hasEpochs(record)) await this.#deps.epochs.learn(record);
      await this.#take(conversation, [], end);
    });
  }

  /** An account key came: what was locked may open now. */
  reopen(conversation: string): Promise<void> {
    return this.#deps.table.alone(conversation, async () => {
      const record = await this.#unlocked(conversation);
      if (!record) return;
      const prefix = `entry/${conversation}/`;
      const effects = this.#effects(record);
      for (const [, bytes] of await this.#deps.storage.range(prefix, after(prefix))) {
        const stored = decodeCbor(bytes) as StoredEntry;
        if (stored.body.kind !== 'locked') continue;
        const { body: _, id: __, counter: ___, previous: ____, ...place } = stored;
        const payload = toBase64url(stored.body.envelope);
        const entry: Entry = { ...place, kind: 'message', chain: stored.hash, payload };
        if (record.kind === 'contact') {
          await effects.apply(await this.#deps.contacts.line(record, entry));
          continue;
        }
        const opened = await this.#open(conversation, entry);
        await this.#takeOwnWord(conversation, entry, opened);
        await effects.apply(opened);
      }
      await this.#write(effects);
    });
  }

  /** Null: nothing that was locked opens now. */
  async #unlocked(conversation: string): Promise<ConversationRecord | null> {
    const record = this.#deps.table.get(conversation);
    if (!record) return null;
    if (record.kind !== 'contact') return (await this.#deps.epochs.reopen(conversation)) ? record : null;
    const opened = record.contact?.failure === true ? await this.#deps.contacts.opened(record) : record;
    return opened.contact?.opened && opened !== record ? opened : null;
  }

  async #take(conversation: string, batch: readonly Entry[], end = endOf(batch)): Promise<void> {
    let record = await this.#deps.table.need(conversation);
    let fresh = batch.filter(({ seq }) => seq > record.cursor);
    while (record.cursor < end) {
      if (fresh[0]?.seq !== record.cursor + 1) fresh = await this.#missing(record);
      const { cursor } = record;
      record = await this.#append(record, fresh);
      // The server has nothing that follows: it is asked again when it says something new.
      if (record.cursor === cursor) return;
      fresh = batch.filter(({ seq }) => seq > record.cursor);
    }
  }

  async #missing(record: ConversationRecord): Promise<Entry[]> {
    const { entries } = await this.#deps.server.call(listEntries, {
      params: { conversation: record.conversation },
      query: { after: record.cursor, limit: limits.entriesPage },
    });
    return entries;
  }

  async #append(record: ConversationRecord, entries: readonly Entry[]): Promise<ConversationRecord> {
    const gap = entries.findIndex(({ seq }, index) => seq !== record.cursor + 1 + index);
    const contiguous = gap === -1 ? entries : entries.slice(0, gap);
    const cursor = record.cursor + contiguous.length;
    if (contiguous.length === 0) return record;
    if (hasEpochs(record) && (await this.#hasNewEpochs(record, contiguous))) await this.#deps.epochs.learn(record);
    const effects = await this.#store(record, contiguous, (now) => ({ ...now, cursor }), true);
    const outbox = keys.outbox(record.conversation, '');
    const arrived = [...effects.remove].filter((key) => key.startsWith(outbox)).map((key) => key.slice(outbox.length));
    this.#deps.arrived(record.conversation, arrived);
    this.#deps.delivered(record.conversation, cursor);
    return effects.record;
  }

  /** One is among them, or stands before them in what was cleared. */
  async #hasNewEpochs({ conversation }: ConversationRecord, entries: readonly Entry[]): Promise<boolean> {
    return entries.some(({ kind }) => kind === 'epoch') || !(await this.#deps.epochs.newest(conversation));
  }

  async #store(
    record: ConversationRecord,
    entries: readonly Entry[],
    move: (record: ConversationRecord) => ConversationRecord,
    atEnd = false,
  ): Promise<Effects> {
    const effects = this.#effects(await this.#deps.contacts.opened(record));
    for (const entry of entries) {
      if (entry.seq <= effects.record.cleared) continue;
      if (record.kind === 'contact') await this.#contactLine(effects, entry, atEnd);
      else if (!record.sealed) await this.#clearMessage(effects, entry, atEnd);
      else if (entry.kind === 'epoch') await this.#identityChange(effects, entry);
      else await this.#message(effects, entry, atEnd);
    }
    effects.record = move(effects.record);
    await this.#write(effects);
    return effects;
  }

  async #clearMessage(effects: Effects, entry: Entry, atEnd: boolean): Promise<void> {
    if (effects.record.kind === 'direct' && entry.account !== null) await this.#meet(entry.account);
    await this.#takeIn(effects, openClear(entry, speakerOf(effects.record)), atEnd);
  }

  /** By their chain, as behind a seal: a name is shown only once it is here. Somebody who was removed has none any more. */
  async #meet(account: string): Promise<void> {
    const { own, people } = this.#deps;
    if (account === own.account) return;
    await people.chain(account).catch((error: unknown) => {
      if (!(error instanceof Refused) || error.code !== 'not_found') throw error;
    });
  }

  async #contactLine(effects: Effects, entry: Entry, atEnd: boolean): Promise<void> {
    await this.#takeIn(effects, await this.#deps.contacts.line(effects.record, entry), atEnd);
  }

  /** What no envelope holds: whose it is, is the server's word. */
  async #takeIn(effects: Effects, opened: StoredEntry, atEnd: boolean): Promise<void> {
    await effects.apply(opened);
    if (atEnd) effects.count(opened);
    const mine = opened.device === this.#deps.own.deviceId && opened.id !== null;
    if (mine) effects.remove.add(keys.outbox(effects.record.conversation, opened.id));
  }

  async #message(effects: Effects, entry: Entry, atEnd: boolean): Promise<void> {
    const opened = await this.#open(effects.record.conversation, entry);
    await this.#takeOwnWord(effects.record.conversation, entry, opened);
    await effects.apply(opened);
    if (atEnd) effects.count(opened);
    if (opened.device !== this.#deps.own.deviceId) return;
    const { counter, id } = opened.body.kind === 'emptied' ? await this.#sentHere(effects, opened) : opened;
    if (counter === 0) return;
    const known = effects.record.mine?.counter ?? 0;
    const envelope = { counter, hash: fromBase64url(entry.hash) };
    if (atEnd || counter > known) effects.record = { ...effects.record, mine: envelope };
    effects.remove.add(keys.outbox(effects.record.conversation, id ?? ''));
    if (opened.body.kind === 'content' && opened.body.content.type === 'clearing' && atEnd) {
      void this.#clearOwn(effects.record.conversation, entry.seq);
    }
  }

  async #takeOwnWord(conversation: string, { payload }: Entry, opened: StoredEntry): Promise<void> {
    if (opened.account !== this.#deps.own.account || opened.body.kind !== 'content' || payload === null) return;
    const { header } = decodeEnvelope(fromBase64url(payload));
    await this.#deps.ownWord(conversation, opened, header.chainHead.number);
  }

  /** Another device of the account deleted it before this one got it back: what it was, the outbox still knows. */
  async #sentHere({ record }: Effects, { hash }: StoredEntry): Promise<Pick<StoredEntry, 'counter' | 'id'>> {
    const prefix = keys.outbox(record.conversation, '');
    const waiting = (await this.#deps.storage.range(prefix, after(prefix))).map(
      ([, one]) => decodeCbor(one) as OutboxItem,
    );
    const item = waiting.find(({ sealed }) => sealed !== null && toBase64url(sealed.hash) === hash);
    return { counter: item?.sealed?.counter ?? 0, id: item?.id ?? null };
  }

  /** Whoever deletes a conversation for everyone has it out of their own list, too. */
  async #clearOwn(conversation: string, through: number): Promise<void> {
    await this.#deps.server
      .call(clearConversation, { params: { conversation }, body: { through } })
      .catch(() => undefined);
  }

  /** An epoch whose roster has another identity for a member than the one before: shown where it happened. */
  async #identityChange(effects: Effects, entry: Entry): Promise<void> {
    const { conversation } = effects.record;
    const epoch = await this.#deps.epochs.below(conversation, entry.seq + 1);
    const before = await this.#deps.epochs.below(conversation, entry.seq);
    const changed = epoch && before && changedIdentity(before, epoch);
    if (!changed) return;
    await effects.apply({
      seq: entry.seq,
      account: changed,
      device: entry.device ?? '',
      at: entry.at,
      counts: false,
      hash: entry.hash,
      id: null,
      counter: 0,
      previous: null,
      body: { kind: 'identity_changed' },
    });
  }

  async #open(conversation: string, entry: Entry): Promise<StoredEntry> {
    const { epochs, people, own } = this.#deps;
    const witnesses: Witnesses = {
      epochBelow: (seq) => epochs.below(conversation, seq),
      chain: (account, number) => (account === own.account ? own.chainReaching(number) : people.chain(account, number)),
    };
    try {
      return await openEntry(conversation, entry, witnesses);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const { payload: _, kind: __, chain: ___, device, account, ...place } = entry;
      const body = { kind: 'invalid', reason: error.code } as const;
      return { ...place, account: account ?? '', device: device ?? '', id: null, counter: 0, previous: null, body };
    }
  }

  #effects(record: ConversationRecord): Effects {
    return new Effects(this.#deps.storage, this.#deps.own.account, record);
  }

  async #write(effects: Effects): Promise<void> {
    await effects.finish();
    const { record, changed, gone, clearedThrough } = effects;
    const changes = { put: [...effects.put], remove: [...effects.remove] };
    await this.#deps.table.write(record, changes, { entries: [...changed.values()], gone, clearedThrough });
  }
}

const endOf = (batch: readonly Entry[]): number => batch.at(-1)?.seq ?? 0;

function changedIdentity(before: EpochState, epoch: EpochState): string | null {
  const identities = new Map(
    before.record.roster.map((one) => [toBase64url(one.account), toBase64url(one.identityHash)]),
  );
  for (const { account, identityHash } of epoch.record.roster) {
    const known = identities.get(toBase64url(account));
    if (known !== undefined && known !== toBase64url(identityHash)) return toBase64url(account);
  }
  return null;
}
