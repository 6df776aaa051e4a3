export type ChainErrorReason =
  | 'malformed'
  | 'unknown version'
  | 'unknown kind'
  | 'too large'
  /** An entry other than `created` where there is no chain. */
  | 'not created'
  /** `created` where there is a chain. */
  | 'already created'
  | 'wrong number'
  /** It does not follow the entry before: another branch. */
  | 'wrong previous'
  | 'wrong signature'
  /** Never in this chain. */
  | 'unknown device'
  | 'removed device'
  /** A device id counts for ever: removed ones do not come back. */
  | 'device exists'
  | 'too many devices'
  /** Not the one after the newest. */
  | 'wrong generation'
  /** A key takes the place of itself or of one before it. */
  | 'repeated key'
  /** A box key that nobody could seal to. */
  | 'bad box key'
  | 'duplicate recipient'
  /** Nothing follows `removed`. */
  | 'account removed';

/** The entry does not extend the account's chain. */
export class ChainError extends Error {
  override readonly name = 'ChainError';
  readonly reason: ChainErrorReason;
  constructor(reason: ChainErrorReason) {
    super(`account chain: ${reason}`);
    this.reason = reason;
  }
}
