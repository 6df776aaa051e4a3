import { z } from 'zod';
import { DisplayName, Time, Token, Username } from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';
import { Entered } from './certificates.ts';

/** As `ssh-keygen -l` prints it. */
export const Fingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/)
  .meta({ id: 'Fingerprint' });

export const SshKey = z
  .object({
    fingerprint: Fingerprint,
    /** As in `authorized_keys`, as `ssh-ed25519`. */
    type: z.string(),
    /** The comment behind the key. */
    label: DisplayName,
    addedAt: Time,
    /** Of the last log-in with it. */
    usedAt: Time.nullable(),
  })
  .meta({ id: 'SshKey' });
export type SshKey = z.infer<typeof SshKey>;

/** A line that was not taken, counted from 1. */
export const RefusedLine = z
  .object({
    line: z.int().positive(),
    why: z.enum(['not_a_key', 'private_key', 'options', 'certificate', 'unknown_type', 'weak', 'known', 'too_many']),
  })
  .meta({ id: 'RefusedLine' });
export type RefusedLine = z.infer<typeof RefusedLine>;

const keys = z.array(SshKey).max(limits.sshKeysPerAccount);

const AddedSshKeys = z.object({ keys, added: z.int().nonnegative(), refused: z.array(RefusedLine) });
export type AddedSshKeys = z.infer<typeof AddedSshKeys>;

export const listSshKeys = route({
  method: 'GET',
  path: '/api/v1/account/ssh-keys',
  access: 'device',
  summary: 'The SSH keys of the own account, and whether this server lets anybody log in by SSH key.',
  response: z.object({ keys, on: z.boolean() }),
});

export const addSshKeys = route({
  method: 'POST',
  path: '/api/v1/account/ssh-keys',
  access: 'device',
  summary: 'Adds public SSH keys, a line each, as in `authorized_keys` or of `ssh-add -L`; says of each line why not.',
  body: z.strictObject({ text: z.string().max(limits.sshKeysText) }),
  response: AddedSshKeys,
});

export const removeSshKey = route({
  method: 'DELETE',
  path: '/api/v1/account/ssh-keys',
  access: 'device',
  summary: 'Removes an SSH key of the own account: nobody logs in with it from then on.',
  query: z.strictObject({ fingerprint: Fingerprint }),
});

export const startSshLogin = route({
  method: 'POST',
  path: '/api/v1/login/ssh/start',
  access: 'nobody',
  summary: 'A challenge for an SSH key, good once and for 60 seconds. Any name gets one.',
  body: z.strictObject({ username: Username }),
  response: z.object({ challenge: Token }),
});

export const finishSshLogin = route({
  method: 'POST',
  path: '/api/v1/login/ssh/finish',
  access: 'nobody',
  summary: 'Logs in by an SSH signature (SSHSIG) over instance, origin, name and challenge; the session has no device.',
  body: z.strictObject({
    challenge: Token,
    /** The address at which the client found this server. */
    origin: z.string().max(300),
    /** Armoured, as `ssh-keygen -Y sign` writes it. */
    signature: z.string().max(limits.sshSignature),
  }),
  response: Entered,
});
