/** What narrows a stream. All that is given has to fit. */
export interface RecordCondition {
  /** Words that the message has, whatever their capitals and accents; the last one by its beginning. */
  readonly words?: string | undefined;
  /** Capitals do not matter. */
  readonly level?: string | undefined;
  /** The record's own time, UTC milliseconds, both included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Which records: the first after `after`, or the last before `before`. */
export type RecordPage =
  | { readonly after: number; readonly limit: number }
  | { readonly before: number; readonly limit: number };

export interface FoundRecords {
  /** Ascending, never more than asked for. */
  readonly seqs: readonly number[];
  /**
   * How far was looked, because a search of much ends when it has taken its time: with `after`, up to here; with
   * `before`, from here on, and 1 when nothing is left.
   */
  readonly searched: number;
  /** Seq up to which the index has come; 0 when it knows nothing. */
  readonly indexed: number;
}

export interface CountedRecords {
  /** Milliseconds of one span: whole minutes, from an hour on whole hours. */
  readonly span: number;
  readonly counts: { readonly at: number; readonly records: number; readonly errors: number }[];
  /** In lower case, the most frequent first. */
  readonly levels: string[];
  readonly indexed: number;
}

/**
 * Finds records of streams by words, levels and times. It is made from the streams and can be lost: it follows them by
 * itself, is behind for a while, and whoever asks never fails because of it, but finds what is indexed by then.
 */
export interface RecordIndex {
  /** The machine's stream has come to that seq, durably. */
  grown(machine: string, head: number): void;
  /** Sealed records are found by level and time alone. @throws StoreUnavailable; `busy`: too many ask already */
  search(machine: string, condition: RecordCondition, page: RecordPage): Promise<FoundRecords>;
  /**
   * How many records there were from `from` to before `to`, in at most so many spans. The first one begins with the minute
   * or hour that `from` is in. @throws StoreUnavailable; `busy`: too many ask already
   */
  counts(
    machine: string,
    asked: { readonly from: number; readonly to: number; readonly spans: number },
  ): Promise<CountedRecords>;
  /** Forgets by and by what is not in the streams any more. */
  tidy(): void;
  close(): Promise<void>;
}
