/**
 * Nothing can be stored at the moment. What was asked for may or may not have been done: whoever asked repeats it with
 * the same idempotency key. `busy`: too much waits already; `failed`: the disk or the database refused, and writing
 * stays closed until it has recovered; `closed`: the store was closed.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly reason: 'busy' | 'failed' | 'closed';

  constructor(reason: 'busy' | 'failed' | 'closed', options?: ErrorOptions) {
    super(`store: ${reason}`, options);
    this.reason = reason;
  }
}
