import type { ErrorCode } from '../protocol/errors.ts';
import { Refused, Unreachable } from './server.ts';

/** What can go wrong here, beside what the server says. */
export type Failure =
  | ErrorCode
  | 'offline'
  | 'wrong_recovery_code'
  /** The device cannot store anything more. */
  | 'storage_full'
  /** The server showed keys that do not fit what this device knows; nothing was done. */
  | 'keys_do_not_match'
  /** What was pasted as a public SSH key is a private one; it was not sent. */
  | 'private_key'
  | 'conversation_waits'
  /** A record that was sealed to others: before this account followed, or to keys that a reset has ended. */
  | 'not_sealed_to_you'
  /** A record that was changed on the way, or is another than the server says. */
  | 'does_not_open'
  /** Nothing is said in clear to somebody with whom there is an encrypted conversation. */
  | 'sealed_exists';

export type Outcome<Value = object> =
  | ({ readonly ok: true } & Value)
  | { readonly ok: false; readonly code: Failure; readonly field?: string; readonly retryAfter?: number };

/** The act cannot be done, for a reason that a screen has words for. */
export class Failed extends Error {
  override readonly name = 'Failed';
  readonly code: Failure;

  constructor(code: Failure, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/** Runs an act for a screen: what it throws becomes an outcome; what nobody foresaw is reported and becomes `internal`. */
export async function attempt<Value extends object>(act: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, ...(await act()) };
  } catch (error) {
    return failureOf(error);
  }
}

/** The same for an act that answers nothing but that it is done. */
export const act = (run: () => Promise<void>): Promise<Outcome> =>
  attempt(async () => {
    await run();
    return {};
  });

export function failureOf(error: unknown): { ok: false; code: Failure; field?: string; retryAfter?: number } {
  if (error instanceof Refused) {
    return {
      ok: false,
      code: error.code,
      ...(error.field === undefined ? {} : { field: error.field }),
      ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    };
  }
  if (error instanceof Failed) return { ok: false, code: error.code };
  if (error instanceof Unreachable) return { ok: false, code: 'offline' };
  if ((error as { name?: unknown } | null)?.name === 'QuotaExceededError') return { ok: false, code: 'storage_full' };
  reportUnforeseen(error);
  return { ok: false, code: 'internal' };
}

/** A defect of ours: into the console of whoever runs this, never onto the wire. */
function reportUnforeseen(error: unknown): void {
  (globalThis as { reportError?: (error: unknown) => void }).reportError?.(error);
}
