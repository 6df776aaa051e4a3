import { z } from 'zod';
import { lifetimes } from './lifetimes.ts';
import { limits } from './limits.ts';
import { PILE_OF_MARKS, UNSEEN } from './unseen.ts';

const base64urlOf = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .length(Math.ceil((bytes * 4) / 3));

/** Base64url of at most `max` bytes. */
export const sealedBytes = (max: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(Math.ceil((max * 4) / 3));

/** SHA-256 of the account chain's first entry. */
export const AccountId = base64urlOf(32).meta({ id: 'AccountId' });
/** SHA-256 of the device's signing key. */
export const DeviceId = base64urlOf(32).meta({ id: 'DeviceId' });
/** For a direct conversation SHA-256 over label, kind and the two sorted account ids; otherwise random. */
export const ConversationId = base64urlOf(32).meta({ id: 'ConversationId' });
export const Hash = base64urlOf(32).meta({ id: 'Hash' });
export const Signature = base64urlOf(64).meta({ id: 'Signature' });
export const PublicKey = base64urlOf(32).meta({ id: 'PublicKey', description: 'Ed25519' });
/** A random one-time or bearer secret of 32 bytes. */
export const Token = base64urlOf(32);
/** UUIDv7 made by whoever writes the message: its idempotency key. */
export const MessageId = base64urlOf(16).meta({ id: 'MessageId' });
/** UTC milliseconds, of those that calendars have days for. */
export const Time = z.int().nonnegative().max(8.64e15);
/** Position in a log: 1, 2, 3 ... */
export const Seq = z.int().positive();
/** Zero: before the first entry. */
export const Cursor = z.int().nonnegative();

const reservedNames = [
  'admin',
  'administrator',
  'api',
  'comments',
  'everyone',
  'help',
  'here',
  'ingest',
  'lobby',
  'login',
  'mod',
  'moderator',
  'null',
  'public',
  'reset',
  'root',
  'security',
  'server',
  'settings',
  'setup',
  'support',
  'system',
  'undefined',
  'waxwing',
];

/** What a person may be called: lower case here, case-insensitive for whoever types it. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .min(limits.username.min)
  .max(limits.username.max)
  .regex(/^[a-z0-9][a-z0-9._-]*$/)
  .meta({ id: 'Username' });

/** What a room is called. */
export const RoomName = z
  .string()
  .trim()
  .toLowerCase()
  .min(limits.roomName.min)
  .max(limits.roomName.max)
  .regex(/^[a-z0-9][a-z0-9._-]*$/)
  .meta({ id: 'RoomName' });

/** A name that a new account may take. */
export const NewUsername = Username.refine((name) => !reservedNames.includes(name), { error: 'reserved' });

/** Free text that people see: normalised, without what nobody sees. */
const visibleText = (max: number) =>
  z
    .string()
    .refine((text) => !PILE_OF_MARKS.test(text), { error: 'no text' })
    .transform((text) => text.toWellFormed().normalize('NFC').replace(UNSEEN, '').trim())
    .pipe(z.string().max(max));

export const DisplayName = visibleText(limits.displayName);
export const DeviceLabel = visibleText(limits.deviceLabel).pipe(z.string().min(1));

export type AccountId = z.infer<typeof AccountId>;
export type DeviceId = z.infer<typeof DeviceId>;
export type ConversationId = z.infer<typeof ConversationId>;

export const Lifetime = z.literal(lifetimes);
