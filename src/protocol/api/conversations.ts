import { z } from 'zod';
import {
  AccountId,
  ConversationId,
  Cursor,
  DeviceId,
  DisplayName,
  Hash,
  RoomName,
  Seq,
  Time,
  Username,
  sealedBytes,
} from '../ids.ts';
import { ThreadKey } from '../comments.ts';
import { MachineName } from '../ingest.ts';
import { limits } from '../limits.ts';
import { Incarnation } from './instance.ts';
import { route } from '../route.ts';

/** `alerts`: of one machine. `comments`: those that wait for review, one log for the whole server. `contact`: a visitor's form. */
export const ConversationKind = z
  .enum(['direct', 'group', 'room', 'alerts', 'comments', 'contact'])
  .meta({ id: 'ConversationKind' });
export type ConversationKind = z.infer<typeof ConversationKind>;

/** The server alone speaks there. */
export const isTold = (kind: ConversationKind): boolean => kind === 'alerts' || kind === 'comments';

/** A log that is the server's own: its members are in it by the server's word alone, and see nobody but themselves. */
export const isOfServer = (kind: ConversationKind): boolean => kind === 'room' || kind === 'contact' || isTold(kind);

const MemberRole = z.enum(['owner', 'member']).meta({ id: 'MemberRole' });

export const Member = z
  .object({
    account: AccountId,
    username: Username,
    displayName: DisplayName,
    role: MemberRole,
    /** Everything up to here was stored on at least one device of the account. */
    delivered: Cursor,
    /** Everything up to here was read by the account. */
    read: Cursor,
    /** Number of the newest entry of the account's chain. */
    chainNumber: z.int().positive(),
    /** The account was removed: nobody reads here for it any more. */
    removed: z.literal(true).optional(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

export const Conversation = z
  .object({
    conversation: ConversationId,
    kind: ConversationKind,
    /** Sealed: the server holds ciphertext only. Clear: the server can read it, for ever so. */
    sealed: z.boolean(),
    createdAt: Time,
    /** Its name, if it is a room. */
    room: RoomName.nullable(),
    /** Whose alerts it holds, of kind `alerts`. */
    machine: MachineName.nullable(),
    /** The form that a visitor wrote in, of kind `contact`: those who answer share it. `read`: up to there the visitor has read. */
    contact: z.object({ thread: ThreadKey, title: z.string(), read: Cursor }).nullable(),
    /** Of a log that is the server's own only this account itself. */
    members: z.array(Member),
    head: z.object({ seq: Cursor, chain: Hash, at: Time }),
    /** Number of the newest epoch; 0 before the first. */
    epoch: z.int().nonnegative(),
    /** Entries up to here are deleted for this account. */
    cleared: Cursor,
    /** Single entries that are deleted for this account. */
    hidden: z.array(Seq),
    /** Counting entries after the read cursor that are not one's own, not emptied and not hidden. */
    unread: z.int().nonnegative(),
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.infer<typeof Conversation>;

/** An entry of a log as its readers get it. */
export const Entry = z
  .object({
    seq: Seq,
    kind: z.enum(['message', 'epoch']),
    at: Time,
    /** Null for an account that has no encryption keys, as may write in a room. */
    account: AccountId.nullable(),
    device: DeviceId.nullable(),
    counts: z.boolean(),
    /** Envelope, epoch record, or line of a contact; in a clear log the UTF-8 JSON of a `ClearMessage`; null once emptied. */
    payload: z.string().nullable(),
    /** SHA-256 of what the payload is or was. */
    hash: Hash,
    /** The log's chain hash at this entry. */
    chain: Hash,
  })
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof Entry>;

const onConversation = z.strictObject({ conversation: ConversationId });

export const listConversations = route({
  method: 'GET',
  path: '/api/v1/conversations',
  access: 'device',
  summary:
    'A page of the conversations of this account that hold something or that it began, and the counts of people. `next` ' +
    'is the `after` of the page that follows; null: this was the last.',
  query: z.strictObject({ after: ConversationId.optional() }),
  response: z.object({
    conversations: z.array(Conversation).max(limits.conversationsPage),
    next: ConversationId.nullable(),
    presence: z.object({ people: z.int(), online: z.int() }),
    /** That the places in logs belong to. */
    incarnation: Incarnation,
  }),
});

export const getConversation = route({
  method: 'GET',
  path: '/api/v1/conversations/:conversation',
  access: 'device',
  summary: 'One conversation.',
  params: onConversation,
  response: Conversation,
});

export const startConversation = route({
  method: 'POST',
  path: '/api/v1/conversations',
  access: 'device',
  summary: 'Opens the direct conversation with another account; answers the one that is there already.',
  body: z.strictObject({ kind: z.literal('direct'), with: AccountId }),
  response: Conversation,
});

export const listEntries = route({
  method: 'GET',
  path: '/api/v1/conversations/:conversation/entries',
  access: 'device',
  summary: 'A page of entries in order of seq: the first after `after`, or the last before `before`.',
  params: onConversation,
  query: z.strictObject({
    after: z.coerce.number().int().nonnegative().optional(),
    before: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().positive().max(limits.entriesPage).default(limits.entriesPage),
  }),
  response: z.object({ entries: z.array(Entry) }),
});

/** A slot: the epoch key sealed to one account's key. */
export const Slot = z.strictObject({ account: AccountId, sealed: sealedBytes(limits.slot) }).meta({ id: 'Slot' });
export type Slot = z.infer<typeof Slot>;

export const addEpoch = route({
  method: 'POST',
  path: '/api/v1/conversations/:conversation/epochs',
  access: 'device',
  summary: 'Adds an epoch record with all its slots, compare-and-set on its number.',
  params: onConversation,
  body: z.strictObject({
    record: sealedBytes(limits.epochRecord),
    slots: z.array(Slot).min(1).max(limits.membersPerConversation),
  }),
  response: z.object({ seq: Seq, at: Time }),
});

/** A slot that another member sealed anew, to an account key that need not be the roster's. */
const ResealedSlot = z.object({ generation: z.int().positive(), sealed: z.string() }).meta({ id: 'ResealedSlot' });

/** An epoch as a member reads it; `sealed` is the reader's own slot, `resealed` what came in its place when it asked. */
export const Epoch = z
  .object({
    number: z.int().positive(),
    seq: Seq,
    record: z.string(),
    sealed: z.string().nullable(),
    resealed: ResealedSlot.nullable(),
  })
  .meta({ id: 'Epoch' });
export type Epoch = z.infer<typeof Epoch>;

export const listEpochs = route({
  method: 'GET',
  path: '/api/v1/conversations/:conversation/epochs',
  access: 'device',
  summary: 'A page of epochs after number `after`, by number and by bytes, with the own slot of each.',
  params: onConversation,
  query: z.strictObject({ after: z.coerce.number().int().nonnegative().default(0) }),
  response: z.object({ epochs: z.array(Epoch).max(limits.epochsPage) }),
});

export const hideEntry = route({
  method: 'POST',
  path: '/api/v1/conversations/:conversation/hidden',
  access: 'device',
  summary: 'Deletes one entry for this account, on all its devices.',
  params: onConversation,
  body: z.strictObject({ seq: Seq }),
});

export const clearConversation = route({
  method: 'POST',
  path: '/api/v1/conversations/:conversation/cleared',
  access: 'device',
  summary: 'Deletes everything up to `through` for this account, on all its devices.',
  params: onConversation,
  body: z.strictObject({ through: Seq }),
});

export const getContact = route({
  method: 'GET',
  path: '/api/v1/conversations/:conversation/contact',
  access: 'device',
  summary: 'What opens a contact: its secret, sealed to those who answer, and the form that it is bound to.',
  params: onConversation,
  response: z.object({ thread: ThreadKey, opening: z.string() }),
});

export const removeContact = route({
  method: 'DELETE',
  path: '/api/v1/conversations/:conversation/contact',
  access: 'device',
  summary: 'Deletes a contact for ever: for the visitor and for everyone who answers.',
  params: onConversation,
});
