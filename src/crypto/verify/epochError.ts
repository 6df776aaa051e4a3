export type EpochErrorReason =
  | 'malformed'
  | 'unknown version'
  | 'too large'
  | 'wrong conversation'
  | 'wrong number'
  /** It does not follow the record before. */
  | 'wrong previous'
  /** The roster is not exactly the members. */
  | 'wrong roster'
  /** The chain of a member is not known. */
  | 'unknown account'
  | 'account removed'
  /** A head names no entry of the account's chain. */
  | 'wrong chain head'
  /** An account stands further back than in the record before. */
  | 'older chain head'
  /** Not the account's identity key: of the head, and of today where the record is new. */
  | 'wrong identity'
  | 'unknown generation'
  /** An account key from before a removal. */
  | 'passed generation'
  /** Not a device that is live in an account of the roster. */
  | 'wrong maker'
  | 'wrong signature'
  /** The slots are not those of the record, one for each account of the roster. */
  | 'wrong slots';

/** The record does not extend the conversation's epochs. */
export class EpochError extends Error {
  override readonly name = 'EpochError';
  readonly reason: EpochErrorReason;
  constructor(reason: EpochErrorReason) {
    super(`epoch record: ${reason}`);
    this.reason = reason;
  }
}
