import type { Content } from '../../crypto/content.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import type { OwnWord } from '../../crypto/ownWords.ts';
import { directConversationId } from '../../crypto/verify/epochRecord.ts';
import { startConversation } from '../../protocol/api/conversations.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { OwnAccount } from '../account/own.ts';
import type { Outbox } from '../conversations/outbox.ts';
import type { StoredEntry } from '../conversations/records.ts';
import type { ConversationTable } from '../conversations/table.ts';
import { Lane } from '../lane.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import { Refused, type Server, Unreachable } from '../server.ts';
import { after, keys } from '../storageKeys.ts';
import { type KeptWord, saysNothing, subjectOf, wordIn } from './words.ts';

interface Deps {
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  /** What the account has said, on whichever device, is not what it was. */
  readonly changed: () => void;
}

/** A device's newest entry in the own log. */
interface Spoken {
  readonly seq: number;
  readonly counter: number;
}

/** The account's own log: a sealed conversation with nobody else in it, which no screen lists. */
const ownLogOf = ({ id }: Pick<OwnAccount, 'id'>): string => toBase64url(directConversationId(id, id));

/**
 * What all devices of an account share and the server shall not know: words in its own log, of which the newest about each
 * subject counts. What this device has said counts here at once, also offline.
 */
export class OwnLog {
  readonly id: string;
  readonly #deps: Deps;
  readonly #words = new Map<string, KeptWord>();
  readonly #spoken = new Map<string, Spoken>();
  /** One word after the other, in the order in which they were said. */
  readonly #lane = new Lane();
  #tidied = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.id = ownLogOf(deps.own);
  }

  async load(): Promise<void> {
    const { storage } = this.#deps;
    for (const [key, bytes] of await storage.range(keys.ownWord(''), after(keys.ownWord(''))))
      this.#words.set(key.slice(keys.ownWord('').length), decodeCbor(bytes) as KeptWord);
    for (const [key, bytes] of await storage.range(keys.ownDevice(''), after(keys.ownDevice(''))))
      this.#spoken.set(key.slice(keys.ownDevice('').length), decodeCbor(bytes) as Spoken);
    const tidied = await storage.get(keys.ownTidied);
    if (tidied) this.#tidied = decodeCbor(tidied) as number;
  }

  /** The newest word of that type about that conversation or account. */
  word<Type extends OwnWord['type']>(type: Type, about?: string): Extract<OwnWord, { type: Type }> | undefined {
    const subject = about === undefined ? type : `${type}/${about}`;
    const word = this.#waiting().get(subject) ?? this.#words.get(subject)?.word;
    return word as Extract<OwnWord, { type: Type }> | undefined;
  }

  /** Where it stands in the log; null: it is not there yet, or there is none. */
  place(subject: string): number | null {
    return this.#waiting().has(subject) ? null : (this.#words.get(subject)?.place ?? null);
  }

  /** When it was said, UTC milliseconds: just now if it waits to be in the log; 0: nobody here knows. */
  saidAt(subject: string): number {
    return this.#waiting().has(subject) ? Infinity : (this.#words.get(subject)?.at ?? 0);
  }

  all<Type extends OwnWord['type']>(type: Type): Extract<OwnWord, { type: Type }>[] {
    const words = new Map([...this.#words].map(([subject, { word }]) => [subject, word]));
    for (const [subject, word] of this.#waiting()) words.set(subject, word);
    return [...words.values()].filter((word): word is Extract<OwnWord, { type: Type }> => word.type === type);
  }

  /** What is in the log and says something, to be said again when the log is tidied. */
  live(): KeptWord[] {
    return [...this.#words.values()].filter(({ word }) => !saysNothing(word));
  }

  /** Up to there everything that still counts has been said again. */
  get tidied(): number {
    return this.#tidied;
  }

  /**
   * For all devices of the account, and those to come. It takes the place of what was said of the same before, at the server
   * too; it is stored here when this resolves.
   */
  say(word: OwnWord): Promise<void> {
    return this.#lane.run(async () => {
      await this.#begin().catch(ifOffline);
      const subject = subjectOf(word);
      const before = this.#words.get(subject)?.seq ?? 0;
      const isSame = (content: Content): boolean => isAbout(content, subject);
      const empties = before > 0 ? { empties: { seq: before } } : {};
      await this.#deps.outbox.addInstead(this.id, { content: word, counts: false, ...empties }, isSame);
    });
  }

  /** The line is about to be live: what was said offline finds its log. */
  async ready(): Promise<void> {
    const waiting = this.#deps.outbox.items(this.id);
    if (waiting.length === 0) return;
    await this.#begin();
    for (const { id, failure } of waiting) if (failure) await this.#deps.outbox.retry(this.id, id);
  }

  /**
   * Takes an entry that was found good. Answers the word that counts from now on; null: it has none, or an older one.
   * What a device says follows what it said before: an entry that the server shows a second time brings nothing back.
   */
  async take({ seq, device, counter, seen, at, body }: StoredEntry): Promise<KeptWord | null> {
    const spoken = this.#spoken.get(device);
    if (body.kind !== 'content' || (spoken && seq > spoken.seq && counter <= spoken.counter)) return null;
    await this.#heard(device, { seq, counter });
    if (body.content.type === 'tidied') await this.#forget(Math.min(body.content.through, seq - 1));
    const said = wordIn(body.content, seq);
    const first = body.content.type === 'again' ? {} : { seen, at };
    return said && (await this.#keep({ ...said, ...first, seq, device, counter }));
  }

  /** Where an earlier place has the higher counter, what stands behind it was shown a second time: the counter stays. */
  async #heard(device: string, { seq, counter }: Spoken): Promise<void> {
    const known = this.#spoken.get(device);
    if (known && known.seq >= seq && known.counter >= counter) return;
    const spoken = { seq: Math.max(seq, known?.seq ?? 0), counter: Math.max(counter, known?.counter ?? 0) };
    this.#spoken.set(device, spoken);
    await this.#deps.storage.write({ put: [[keys.ownDevice(device), encodeCbor(spoken)]] });
  }

  /** The server was put back to that place: what it has lost is said again. */
  async wentBack(fork: number): Promise<void> {
    const lost = [...this.#words].filter(([, { seq }]) => seq > fork);
    for (const [subject, { word }] of lost) {
      this.#words.delete(subject);
      await this.#deps.storage.write({ remove: [keys.ownWord(subject)] });
      await this.say(word);
    }
    for (const [device, { seq }] of this.#spoken) if (seq > fork) await this.#forgetDevice(device);
    // What is said from there on was not said again by anybody.
    this.#tidied = Math.min(this.#tidied, fork);
    await this.#deps.storage.write({ put: [[keys.ownTidied, encodeCbor(this.#tidied)]] });
  }

  async #keep(said: KeptWord): Promise<KeptWord | null> {
    const subject = subjectOf(said.word);
    const known = this.#words.get(subject);
    // What was tidied away counts no more, also where the server still shows it.
    if (said.seq <= this.#tidied || (known && !isNewer(said, known))) return null;
    // What is said again was said when it was said first.
    const kept = known?.place === said.place ? { ...said, seen: known.seen, at: known.at } : said;
    this.#words.set(subject, kept);
    await this.#deps.storage.write({ put: [[keys.ownWord(subject), encodeCbor(kept)]] });
    this.#deps.changed();
    return kept;
  }

  /** What was not said again counts no more. Only a device of the account can say so: the server's word takes nothing away. */
  async #forget(through: number): Promise<void> {
    this.#tidied = Math.max(this.#tidied, through);
    const gone = [...this.#words].filter(([, { seq }]) => seq <= through).map(([subject]) => subject);
    for (const subject of gone) this.#words.delete(subject);
    const put = [[keys.ownTidied, encodeCbor(this.#tidied)] as const];
    await this.#deps.storage.write({ put, remove: gone.map((subject) => keys.ownWord(subject)) });
    this.#deps.changed();
  }

  async #forgetDevice(device: string): Promise<void> {
    this.#spoken.delete(device);
    await this.#deps.storage.write({ remove: [keys.ownDevice(device)] });
  }

  /** Said here and not in the log yet: newer than whatever is. */
  #waiting(): Map<string, OwnWord> {
    const words = new Map<string, OwnWord>();
    for (const { content } of this.#deps.outbox.items(this.id)) {
      const said = content.type === 'again' ? null : wordIn(content, Infinity);
      if (said) words.set(subjectOf(said.word), said.word);
    }
    return words;
  }

  async #begin(): Promise<void> {
    const { server, own, table } = this.#deps;
    if (table.get(this.id)) return;
    const served = await server.call(startConversation, { body: { kind: 'direct', with: own.account } });
    if (served.conversation !== this.id || !served.sealed) throw new Failed('keys_do_not_match');
    await table.merge(served);
  }
}

/**
 * Of two by the same device its own count decides; else how much of the log its author had, which is signed: a server that shows
 * an old word behind a newer one changes nothing. Only of two that were said at once the place decides.
 */
function isNewer(said: KeptWord, known: KeptWord): boolean {
  if (said.device === known.device && said.counter !== undefined && known.counter !== undefined)
    return said.counter > known.counter;
  const [its, before] = [hadOf(said), hadOf(known)];
  if (said.place !== known.place && its !== before) return its > before;
  return said.place > known.place || (said.place === known.place && said.seq > known.seq);
}

/** Nobody has what comes after them. */
const hadOf = ({ seen = Infinity, place }: KeptWord): number => Math.min(seen, place - 1);

function isAbout(content: Content, subject: string): boolean {
  const said = content.type === 'again' ? null : wordIn(content, Infinity);
  return said !== null && subjectOf(said.word) === subject;
}

/** It is said once there is a line, or a server that has such logs. */
function ifOffline(error: unknown): void {
  if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
}
