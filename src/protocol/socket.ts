import { z } from 'zod';
import { Entry } from './api/conversations.ts';
import { Incarnation } from './api/instance.ts';
import { ChainEntry } from './api/keys.ts';
import { ClearContent } from './clear.ts';
import { ErrorCode } from './errors.ts';
import { AccountId, ConversationId, Cursor, Hash, Lifetime, MessageId, Seq, Time, Token, sealedBytes } from './ids.ts';
import { MachineName } from './ingest.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** The socket's path and the subprotocol that a client asks for beside `ticket.<TICKET>`. */
export const SOCKET_PATH = '/api/v1/socket';
export const SOCKET_PROTOCOL = 'waxwing.v1';

export const openSocket = route({
  method: 'POST',
  path: '/api/v1/socket/ticket',
  access: 'device',
  summary: 'A single-use ticket for the socket, good for 30 s.',
  response: z.object({ ticket: Token }),
});

/** What a deletion for everyone empties beside being appended; or what is older than so many days, from then on. */
export const Empties = z.union([
  z.strictObject({ seq: Seq }),
  z.strictObject({ through: Seq }),
  z.strictObject({ days: Lifetime }),
]);
export type Empties = z.infer<typeof Empties>;

/** From client to server. The first is `hello`. */
export const ClientFrame = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('hello'),
    protocol: z.int(),
    /** What this device has stored, a conversation each; the others start at the device's delivery cursor. */
    cursors: z.array(z.tuple([ConversationId, Cursor])).max(limits.cursorsPerHello),
  }),
  z.strictObject({
    op: z.literal('send'),
    /** Chosen by the client; the answer carries it. */
    ref: z.int().nonnegative(),
    conversation: ConversationId,
    envelope: sealedBytes(limits.envelope),
    empties: Empties.optional(),
  }),
  /** Into a log that the server can read. */
  z.strictObject({
    op: z.literal('say'),
    ref: z.int().nonnegative(),
    conversation: ConversationId,
    id: MessageId,
    content: ClearContent,
    /** What a deletion or a clearing empties. */
    empties: Empties.optional(),
  }),
  /** An answer in a contact, sealed for that place of its log: one that is taken is `log_moved`. */
  z.strictObject({
    op: z.literal('answer'),
    ref: z.int().nonnegative(),
    conversation: ConversationId,
    id: MessageId,
    seq: Seq,
    sealed: sealedBytes(limits.contactLine),
  }),
  z.strictObject({ op: z.literal('delivered'), conversation: ConversationId, seq: Seq }),
  z.strictObject({ op: z.literal('read'), conversation: ConversationId, seq: Seq }),
  /** Direct conversations that are looked at now, until the next such frame: whether the other of each is online. */
  z.strictObject({ op: z.literal('look'), conversations: z.array(ConversationId).max(limits.lookedAt) }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** From server to client. */
export const ServerFrame = z.discriminatedUnion('ev', [
  /** Another incarnation than before: the server was put back from a backup, and may know less than the client. */
  z.object({ ev: z.literal('welcome'), protocol: z.int(), incarnation: Incarnation, at: Time }),
  /** All that was stored before `welcome` has been sent. */
  z.object({ ev: z.literal('live') }),
  Entry.extend({ ev: z.literal('entry'), conversation: ConversationId }),
  z.object({ ev: z.literal('ack'), ref: z.int(), seq: Seq, at: Time, hash: Hash }),
  z.object({ ev: z.literal('refused'), ref: z.int(), code: ErrorCode, retryAfter: z.number().optional() }),
  z.object({
    ev: z.literal('cursor'),
    conversation: ConversationId,
    account: AccountId,
    delivered: Cursor,
    read: Cursor,
  }),
  /** A conversation began, its members changed, or entries of it were hidden or cleared for this account: read it anew. */
  z.object({ ev: z.literal('conversation'), conversation: ConversationId }),
  z.object({ ev: z.literal('chain'), account: AccountId, number: z.int() }),
  /** Something of the own account changed: devices, role, name. */
  z.object({ ev: z.literal('account') }),
  /** A stream that the account follows has grown, or was read on one of its devices: where both stand now. */
  z.object({ ev: z.literal('stream'), machine: MachineName, head: Cursor, read: Cursor }),
  /** Which streams there are for the account, or what they are, has changed: list them anew. */
  z.object({ ev: z.literal('streams') }),
  z.object({ ev: z.literal('presence'), people: z.int(), online: z.int() }),
  /** Of the conversations that are looked at, all those whose other member is online; after each `look`, and as it changes. */
  z.object({ ev: z.literal('online'), conversations: z.array(ConversationId).max(limits.lookedAt) }),
  z.object({ ev: z.literal('beat') }),
  /** The account's newest chain entries, in order: how this device was removed. Comes before `bye` with `device_required`. */
  z.object({ ev: z.literal('removed'), entries: z.array(ChainEntry).max(limits.removalEntries) }),
  /** Last word before the server closes. */
  z.object({ ev: z.literal('bye'), code: ErrorCode }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
