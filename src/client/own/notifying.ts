import type { NotifyLevel } from '../../crypto/ownWords.ts';
import type { Conversation } from '../../protocol/api/conversations.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import type { QuietHours } from '../api.ts';
import type { Clock } from '../ports.ts';
import type { OwnLog } from './ownLog.ts';

/** What a conversation is by itself: in a room much is said that is for nobody in particular. */
const byItself = (kind: Conversation['kind']): NotifyLevel => (kind === 'room' ? 'mentions' : 'all');

/** No timer waits longer; it looks again then. */
const LONGEST_WAIT = 24 * 3600_000;

interface Deps {
  readonly ownLog: OwnLog;
  readonly clock: Clock;
  readonly changed: () => void;
}

/** What the account wants to be told of, and when. */
export class Notifying {
  readonly #deps: Deps;
  #cancel = (): void => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** `until`: UTC milliseconds when it ends, null: it does not. */
  of(conversation: string, kind: Conversation['kind']): { level: NotifyLevel; until: number | null } {
    const word = this.#deps.ownLog.word('notify', conversation);
    if (!word || isOver(word, this.#deps.clock.now())) return { level: byItself(kind), until: null };
    return { level: word.level, until: word.until === 0 ? null : word.until };
  }

  set(conversation: string, level: NotifyLevel, until: number | null): Promise<void> {
    return this.#deps.ownLog.say({
      type: 'notify',
      conversation: fromBase64url(conversation),
      level,
      until: until ?? 0,
    });
  }

  quietHours(): QuietHours | null {
    const { from = 0, to = 0 } = this.#deps.ownLog.word('quiet') ?? {};
    return from === to ? null : { from, to };
  }

  setQuietHours(hours: QuietHours | null): Promise<void> {
    const { from, to } = hours ?? { from: 0, to: 0 };
    return this.#deps.ownLog.say({ type: 'quiet', from, to });
  }

  /** Tells when the next level is over, for as long as the account is open here. */
  watch(): void {
    this.stop();
    const { ownLog, clock, changed } = this.#deps;
    const now = clock.now();
    const ends = ownLog.all('notify').flatMap((word) => (word.until > now ? [word.until - now] : []));
    if (ends.length === 0) return;
    this.#cancel = clock.after(Math.min(LONGEST_WAIT, ...ends), () => {
      changed();
      this.watch();
    });
  }

  stop(): void {
    this.#cancel();
  }
}

const isOver = ({ until }: { until: number }, now: number): boolean => until !== 0 && until <= now;
