/** What came in one request under an idempotency key. */
export interface Keyed {
  readonly key: string;
  /** Digest of the whole body. */
  readonly body: string;
}

/** What a machine sends. */
export interface RecordDraft {
  readonly message: string;
  /** The address that it came from. */
  readonly endpoint: string;
  /** When it happened, UTC milliseconds from 1970 on; none, or a time that has not come yet, is the time of storing. */
  readonly at?: number | undefined;
  /** The idempotency key. */
  readonly id?: string | undefined;
  readonly level?: string | undefined;
  /** The message is base64url of what the server cannot read. */
  readonly sealed?: boolean | undefined;
  /** The same in all records of a call. */
  readonly keyed?: Keyed | undefined;
}

export interface RecordedAs {
  readonly seq: number;
  /** The id was known: this is the seq of the record that is stored. */
  readonly repeated: boolean;
}

export interface StoredRecord {
  readonly seq: number;
  readonly at: number;
  readonly endpoint: string;
  readonly message: string;
  readonly id: string | null;
  readonly level: string | null;
  readonly sealed: boolean;
  readonly keyed?: Keyed;
}

/** Where a stream stands. */
export interface StreamEnds {
  /** The seq of the oldest kept record; 1 when there never was one. */
  readonly first: number;
  /** The seq of the newest record; 0 when there is none. */
  readonly head: number;
  /** Its message cut to its first `limits.newestText` UTF-16 units. */
  readonly newest: StoredRecord | null;
}

/** What may stay of a machine's stream. Whole days go, the oldest first; the newest stays, and with it the count. */
export interface Retention {
  /** Days that were over by then. */
  readonly before?: number | undefined;
  /** What the stream may take on the disk, in bytes. */
  readonly bytes?: number | undefined;
}

/**
 * Streams of machines: a log for each, by the machine's name, whose records are numbered 1, 2, 3 ... A name that no
 * account could have rejects with RangeError.
 */
export interface StreamStore {
  /**
   * In this order, and durable when it resolves. An id that is among the machine's last 100,000 records, or twice in one
   * call, answers what is stored; a key that is among them with another body is refused. After a refusal nothing of it is there, unless the process or the machine died meanwhile: then
   * a beginning of it may be, and the ids make it safe to repeat. How large a call may be is the caller's to bound. @throws StoreUnavailable; `busy`: too much waits already
   * @throws Refusal key_reused
   */
  append(machine: string, records: readonly RecordDraft[]): Promise<readonly RecordedAs[]>;
  /** Ascending. After `after`, or the last ones before `before`. Never more than `limit`. */
  read(
    machine: string,
    page: { after: number; limit: number } | { before: number; limit: number },
  ): Promise<StoredRecord[]>;
  /** Those of these records that are kept, ascending. They may be far from each other. How many is the caller's to bound. */
  pick(machine: string, seqs: readonly number[]): Promise<StoredRecord[]>;
  /** The seq of the newest record; 0 when there is none. */
  head(machine: string): Promise<number>;
  /** From memory; the newest record too once it was asked for or written. */
  ends(machine: string): Promise<StreamEnds>;
  /** What the stream takes on the disk. */
  bytes(machine: string): Promise<number>;
  /** The seq of the first kept record whose time is `at` or later; past the head when there is none. */
  firstSince(machine: string, at: number): Promise<number>;
  /** Those that have a stream, by name. */
  machines(): Promise<string[]>;
  retain(machine: string, retention: Retention): Promise<void>;
  /** Waits for what is queued, then closes. */
  close(): Promise<void>;
}
