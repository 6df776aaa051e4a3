import { z } from 'zod';

/**
 * Every error that leaves the server, with its HTTP status and words for people who read the API.
 * The screens have words of their own for each code.
 */
export const errors = {
  invalid: { status: 400, title: 'The request is not as the API describes it.' },
  unauthenticated: { status: 401, title: 'Log in first.' },
  invalid_credentials: { status: 401, title: 'Name and password do not match.' },
  invalid_token: { status: 401, title: 'The token is missing, has ended, was revoked, or is not of this server.' },
  enrolment_closed: { status: 403, title: 'This machine is not known here; it needs a code from an admin.' },
  device_required: { status: 403, title: 'This session has no device of the account yet.' },
  forbidden: { status: 403, title: 'This account may not do that.' },
  foreign_origin: { status: 403, title: 'Requests from other sites are refused.' },
  approval_pending: { status: 403, title: 'An admin has to approve this account first.' },
  registration_closed: { status: 403, title: 'New accounts need an invitation.' },
  encryption_required: { status: 403, title: 'Private conversations are encrypted here.' },
  not_found: { status: 404, title: 'There is nothing here, or it is not yours to see.' },
  username_taken: { status: 409, title: 'Somebody has that name already.' },
  no_keys: { status: 409, title: 'This account has no encryption keys yet; nobody can write to it privately.' },
  keys_exist: { status: 409, title: 'This account has encryption keys already.' },
  room_exists: { status: 409, title: 'There is a room of that name already.' },
  thread_exists: { status: 409, title: 'There is a thread of that name or page already.' },
  chain_moved: { status: 409, title: 'The account changed on another device; read its chain and try again.' },
  vault_moved: { status: 409, title: 'The vault changed on another device; read it and try again.' },
  epoch_passed: { status: 409, title: 'The conversation has a newer epoch; read it and seal again.' },
  log_moved: { status: 409, title: 'Something else has come to this place; read the conversation and seal again.' },
  out_of_order: { status: 409, title: 'The machine has not come so far: `needed` says which state it takes.' },
  proof_required: { status: 409, title: 'Confirm the password or recovery code first.' },
  link_spent: { status: 410, title: 'This link was used already or has ended.' },
  too_large: { status: 413, title: 'That is larger than the server takes.' },
  unsupported_type: {
    status: 415,
    title: 'The body is of a kind that is not taken here. Send JSON, as it is or packed with gzip.',
  },
  invalid_chain_entry: { status: 422, title: 'The chain entry does not extend the account.' },
  invalid_epoch: { status: 422, title: 'The epoch record does not fit the conversation.' },
  invalid_certificate_request: {
    status: 422,
    title: 'That is no certificate request of a key that is taken: P-256, P-384, Ed25519, RSA of 2048 to 4096 bits.',
  },
  chain_full: { status: 422, title: 'The account has changed as often as it may; only devices can still be removed.' },
  key_reused: {
    status: 422,
    title: 'This Idempotency-Key came with another body before; send this body with a key of its own.',
  },
  too_many_conversations: { status: 422, title: 'One of the two has as many conversations as an account may have.' },
  too_many_hidden: {
    status: 422,
    title: 'So many single entries of this conversation are deleted for this account that no more may be.',
  },
  too_many_rooms: { status: 422, title: 'There are as many rooms as there may be.' },
  too_many_accounts: { status: 422, title: 'There are as many accounts as there may be.' },
  too_many_devices: { status: 422, title: 'The account has as many devices as it may have; remove one first.' },
  reload_required: { status: 426, title: 'This client is too old for the server; reload it.' },
  too_many_requests: { status: 429, title: 'Too many requests; wait a moment.' },
  internal: { status: 500, title: 'The server failed. Nothing acknowledged is lost.' },
  unavailable: { status: 503, title: 'The server cannot store anything at the moment; try again.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errors;

export const ErrorCode = z.enum(Object.keys(errors) as [ErrorCode, ...ErrorCode[]]).meta({ id: 'ErrorCode' });

/** Of a machine at one address. */
export const MachineState = z.enum(['GROUNDED', 'IDENTIFIED', 'AUTHENTICATED']).meta({ id: 'MachineState' });
export type MachineState = z.infer<typeof MachineState>;

/**
 * RFC 9457. `field` names the first field that is wrong, `retryAfter` is in seconds. To a machine `state` says how far it
 * has come; with `out_of_order`, `found` is the same, and `needed` what it takes.
 */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: ErrorCode,
    field: z.string().optional(),
    retryAfter: z.number().optional(),
    state: MachineState.optional(),
    found: MachineState.optional(),
    needed: MachineState.optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
