import type { Failure, Outcome } from './api.ts';
import { Refused, Unreachable } from './server.ts';

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
