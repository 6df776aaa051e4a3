import { errors, type ErrorCode, type Problem } from '../../protocol/errors.ts';
import { Refusal, type OfMachine } from '../core/refusal.ts';
import { StoreUnavailable } from '../core/unavailable.ts';

export interface Said {
  readonly code: ErrorCode;
  readonly field?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly machine?: OfMachine | undefined;
}

/** What is said outside of an error; what exactly failed stands in the log only. */
export function saidOf(error: unknown): Said {
  if (error instanceof Refusal) return error;
  return { code: error instanceof StoreUnavailable ? 'unavailable' : 'internal' };
}

export const isOurFault = ({ code }: Said): boolean => errors[code].status >= 500;

/** RFC 9457. */
export function problemOf({ code, field, retryAfter, machine }: Said): Problem {
  const { status, title } = errors[code];
  return {
    type: 'about:blank',
    title,
    status,
    code,
    ...(field === undefined ? {} : { field }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...machine,
  };
}

/** Seconds; a server that cannot store asks for a moment too. */
export function retryAfterOf({ code, retryAfter }: Said): number | undefined {
  return retryAfter ?? (code === 'unavailable' ? 5 : undefined);
}
