import type { ErrorCode } from '../../protocol/errors.ts';

/** The only way in which the core says no. Each door translates the code once. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  /** The first field that is wrong. */
  readonly field: string | undefined;
  /** Seconds, with `too_many_requests`. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, detail: { field?: string; retryAfter?: number } = {}) {
    super(detail.field === undefined ? code : `${code}: ${detail.field}`);
    this.code = code;
    this.field = detail.field;
    this.retryAfter = detail.retryAfter;
  }
}
