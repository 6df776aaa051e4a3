import type { ErrorCode } from '../../../protocol/errors.ts';
import { saidOf } from '../problem.ts';

/** The registration succeeded: this is no error. */
export const WAITS_FOR_APPROVAL = 'an admin has to approve this account before it can log in';
export const INVALID_CREDENTIALS = 'error: invalid credentials';

const sentences: Partial<Record<ErrorCode, string>> = {
  username_taken: 'user already exists',
  invalid_credentials: 'invalid credentials',
  registration_closed: 'registration is by invitation only',
  too_many_accounts: 'this server takes no more people',
  approval_pending: 'an admin has to approve this account first',
  encryption_required: 'private messages are encrypted; use waxwing chat',
  forbidden: 'certificates are switched off on this server',
  invalid_certificate_request:
    'that is no certificate request of a key that is taken: P-256, P-384, Ed25519, RSA of 2048 to 4096 bits',
  not_found: 'there is no such user',
  unavailable: 'the server cannot store anything at the moment; try again',
};

/** What a person reads of an error: one line. What exactly failed stands in the log only. */
export function sentenceFor(error: unknown): string {
  const { code, field, retryAfter } = saidOf(error);
  if (code === 'too_many_requests') return `error: too many requests; wait ${retryAfter ?? 1} s`;
  if (code === 'invalid' && field === 'username')
    return 'error: this name cannot be taken: a name has 3 to 32 of a-z 0-9 . _ - and some are the server’s own';
  return `error: ${sentences[code] ?? 'the server failed; nothing acknowledged is lost'}`;
}
