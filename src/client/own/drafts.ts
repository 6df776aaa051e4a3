import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { DraftView, KeptDraft } from '../api.ts';
import { sizeOf } from '../conversations/pieces.ts';
import type { Clock, Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import type { OwnLog } from './ownLog.ts';

/** Milliseconds after the last change in which a draft may go on changing before the account's other devices hear of it. */
const SETTLED = 3000;

export const NO_DRAFT: DraftView = { text: '', replyTo: null, place: 0, over: 0 };

interface Deps {
  readonly ownLog: OwnLog;
  readonly storage: Storage;
  readonly clock: Clock;
  /** When something was last said there, UTC milliseconds by the server's clock. */
  readonly newestAt: (conversation: string) => number;
  readonly changed: (conversation: string) => void;
}

/** `at`: when it was last written, UTC milliseconds; not there in what older versions kept. */
interface Begun extends KeptDraft {
  readonly at?: number | undefined;
}

/**
 * What was begun and not sent. It is kept on this device at once, and is a word to the account's other devices a few seconds
 * after the last change; one that is too long for that stays here.
 */
export class Drafts {
  readonly #deps: Deps;
  /** Those that the own log does not have as they are. */
  readonly #here = new Map<string, Begun>();
  readonly #settling = new Map<string, () => void>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    for (const [, bytes] of await this.#deps.storage.range('draft/', after('draft/'))) {
      const { conversation, ...draft } = decodeCbor(bytes) as Begun & { conversation: string };
      this.#here.set(conversation, draft);
      this.#settle(conversation);
    }
  }

  stop(): void {
    for (const cancel of this.#settling.values()) cancel();
    this.#settling.clear();
  }

  of(conversation: string): DraftView {
    const here = this.#here.get(conversation);
    if (here) return { text: here.text, replyTo: here.replyTo, over: here.over, place: null };
    const { ownLog } = this.#deps;
    const word = ownLog.word('draft', conversation);
    if (!word) return NO_DRAFT;
    const { text, reply, over } = word;
    return { text, replyTo: reply && toBase64url(reply), over, place: ownLog.place(`draft/${conversation}`) };
  }

  /** When it was last written, UTC milliseconds; 0: nobody here knows. */
  writtenAt(conversation: string): number {
    const here = this.#here.get(conversation);
    return here ? (here.at ?? 0) : this.#deps.ownLog.saidAt(`draft/${conversation}`);
  }

  /** @param settled nobody goes on writing it here: the other devices hear of it now */
  async keep(conversation: string, draft: KeptDraft, settled: boolean): Promise<void> {
    if (isSame(this.of(conversation), draft)) {
      if (settled) await this.#tell(conversation);
      return;
    }
    if (isEmpty(draft)) return this.#empty(conversation, draft.over);
    const { clock, storage, newestAt } = this.#deps;
    // Whatever this device's clock says, it was written after what stood there.
    const begun = { ...draft, at: Math.max(clock.now(), newestAt(conversation)) };
    this.#here.set(conversation, begun);
    await storage.write({ put: [[keys.draft(conversation), encodeCbor({ conversation, ...begun })]] });
    this.#deps.changed(conversation);
    if (settled) await this.#tell(conversation);
    else this.#settle(conversation);
  }

  /** There is none any more, whatever it was. */
  async forget(conversation: string): Promise<void> {
    await this.#empty(conversation, Infinity);
  }

  /** It was sent or taken back; one that another device wrote since, and that this box never held, stays. */
  async #empty(conversation: string, over: number): Promise<void> {
    await this.#drop(conversation);
    const { text, replyTo, place } = this.of(conversation);
    if (!isEmpty({ text, replyTo }) && (place ?? 0) <= over) await this.#say(conversation, NO_DRAFT);
    this.#deps.changed(conversation);
  }

  #settle(conversation: string): void {
    this.#settling.get(conversation)?.();
    const cancel = this.#deps.clock.after(SETTLED, () => void this.#tell(conversation).catch(() => undefined));
    this.#settling.set(conversation, cancel);
  }

  async #tell(conversation: string): Promise<void> {
    this.#settling.get(conversation)?.();
    this.#settling.delete(conversation);
    const draft = this.#here.get(conversation);
    if (!draft || sizeOf(draft.text) > limits.draftText) return;
    await this.#say(conversation, draft);
    if (this.#here.get(conversation) === draft) await this.#drop(conversation);
  }

  #say(conversation: string, { text, replyTo, over }: KeptDraft): Promise<void> {
    const reply = replyTo === null ? null : fromBase64url(replyTo);
    return this.#deps.ownLog.say({ type: 'draft', conversation: fromBase64url(conversation), text, reply, over });
  }

  async #drop(conversation: string): Promise<void> {
    this.#settling.get(conversation)?.();
    this.#settling.delete(conversation);
    if (!this.#here.delete(conversation)) return;
    await this.#deps.storage.write({ remove: [keys.draft(conversation)] });
  }
}

const isEmpty = ({ text, replyTo }: Pick<KeptDraft, 'text' | 'replyTo'>): boolean => text === '' && replyTo === null;

const isSame = (one: Pick<KeptDraft, 'text' | 'replyTo'>, other: Pick<KeptDraft, 'text' | 'replyTo'>): boolean =>
  one.text === other.text && one.replyTo === other.replyTo;
