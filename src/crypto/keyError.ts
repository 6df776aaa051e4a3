export type KeyErrorReason =
  /** Sealed for somebody else or something else, or changed on the way. */
  | 'does not open'
  | 'malformed'
  | 'unknown suite'
  /** A key that nobody could seal to. */
  | 'bad box key'
  /** The seed opened, but is not that of the public half in the chain. */
  | 'not the key of the chain'
  /** A grant for other keys than this device's. */
  | 'not for this device'
  /** A grant by somebody else than the device that the person holds. */
  | 'not from the other device';

/** A key could not be read, opened or used. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  readonly reason: KeyErrorReason;
  constructor(reason: KeyErrorReason) {
    super(`key: ${reason}`);
    this.reason = reason;
  }
}
