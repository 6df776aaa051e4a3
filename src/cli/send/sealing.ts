import { sealRecord } from '../../crypto/sealedRecord.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { CommandError } from '../usage.ts';
import { type Followers, type Trusted, Untrusted } from './followers.ts';
import { NotNow } from './ingest.ts';
import { words } from './words.ts';

interface Given {
  readonly machine: string;
  readonly followers: Pick<Followers, 'current' | 'known'>;
  /** Nothing more may be sealed. */
  readonly failed: (error: CommandError) => void;
}

/** Who follows is asked for again when it is older. */
const FRESH_FOR = 10_000;

/** Seals what a machine says to those who follow it, by keys that were checked here. */
export class Sealing {
  readonly #given: Given;
  #to: Trusted | null = null;
  #askedAt = 0;

  constructor(given: Given) {
    this.#given = given;
  }

  /** Before anything is read. While the server is away, those count who followed when it was last there. @throws CommandError */
  async begin(now: number): Promise<void> {
    const { followers } = this.#given;
    try {
      this.#to = await followers.current();
    } catch (error) {
      if (!(error instanceof NotNow)) throw error;
      this.#to = followers.known();
      if (this.#to === null) throw new CommandError(words.followersUnknown(error.message), { cause: error });
    }
    this.#askedAt = now;
  }

  /**
   * Sees to it that who follows is known as of now. What has been read by then is still sealed to those of them who are
   * trusted, and nothing after it. @throws CommandError when that is nobody
   */
  async refresh(now: number): Promise<void> {
    if (now - this.#askedAt < FRESH_FOR) return;
    this.#askedAt = now;
    try {
      this.#to = await this.#given.followers.current();
    } catch (error) {
      if (error instanceof NotNow) return;
      if (!(error instanceof Untrusted) || error.others.recipients.length === 0) throw error;
      this.#to = error.others;
      this.#given.failed(error);
    }
  }

  /** Base64url. */
  async seal(record: { id: string; level: string | null; text: string; sentAt: number }): Promise<string> {
    const { instance, recipients } = this.#to ?? NOBODY;
    const { id, level, text, sentAt } = record;
    const place = { instance, machine: this.#given.machine, id, level };
    return toBase64url(await sealRecord(place, recipients, { text, sentAt }));
  }
}

const NOBODY: Trusted = { instance: '', recipients: [] };
