import { z } from 'zod';
import { ConversationId, Cursor, DisplayName, Seq, Time, Username } from '../ids.ts';
import { MachineName } from '../ingest.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';
import { severities } from '../severity.ts';

// Streams as people see them. Those who follow a stream may read it, and admins may read all; to anyone else it is
// unknown. A stream that is open to everyone is followed by every account that has not stopped.

/** A record of a machine. */
export const StreamRecord = z
  .object({
    seq: Seq,
    /** When it happened. */
    at: Time,
    endpoint: z.string(),
    /** Of a sealed record its base64url. */
    message: z.string(),
    level: z.string().nullable(),
    /** The server cannot read the message. */
    sealed: z.boolean(),
    /** Of a sealed record, which opens under no other. */
    id: z.string().max(limits.recordId).optional(),
  })
  .meta({ id: 'StreamRecord' });
export type StreamRecord = z.infer<typeof StreamRecord>;

export const Stream = z
  .object({
    machine: MachineName,
    /** Whether this account follows it; an admin may read it all the same. */
    follows: z.boolean(),
    /** Everyone may follow it. */
    everyone: z.boolean(),
    followers: z.int().nonnegative(),
    /** Seq of the oldest record that is kept; past the head when there is none. */
    first: Seq,
    /** Seq of the newest record; 0 when there is none. */
    head: Cursor,
    /** Everything up to here was read by this account. */
    read: Cursor,
    /** Records after that; 0 for one who does not follow. */
    unread: z.int().nonnegative(),
    /** Its message is cut to 500 characters; that of a sealed one is left out. */
    newest: StreamRecord.nullable(),
    /** The conversation with the machine's alerts; null until there is one. */
    alerts: ConversationId.nullable(),
    disabled: z.boolean(),
  })
  .meta({ id: 'Stream' });
export type Stream = z.infer<typeof Stream>;

const onStream = z.strictObject({ machine: MachineName });
const seqOf = z.coerce.number().int();
const page = z.coerce.number().int().positive().max(limits.recordsPage).default(limits.recordsPage);

export const listStreams = route({
  method: 'GET',
  path: '/api/v1/streams',
  access: 'device',
  summary: 'A page of the streams that this account may read, in order of their names, from the one after `after`.',
  query: z.strictObject({ after: MachineName.optional() }),
  response: z.object({ streams: z.array(Stream).max(limits.streamsPage), next: MachineName.nullable() }),
});

export const getStream = route({
  method: 'GET',
  path: '/api/v1/streams/:machine',
  access: 'device',
  summary: 'One stream.',
  params: onStream,
  response: Stream,
});

export const listRecords = route({
  method: 'GET',
  path: '/api/v1/streams/:machine/records',
  access: 'device',
  summary: 'A page of records in order of seq: the first after `after`, or the last before `before`.',
  params: onStream,
  query: z.strictObject({
    after: seqOf.nonnegative().optional(),
    before: seqOf.positive().optional(),
    limit: page,
  }),
  response: z.object({ records: z.array(StreamRecord).max(limits.recordsPage), first: Seq, head: Cursor }),
});

export const findRecord = route({
  method: 'GET',
  path: '/api/v1/streams/:machine/seq',
  access: 'device',
  summary: 'The seq of the first kept record whose time is `at` or later; past the head when there is none.',
  params: onStream,
  query: z.strictObject({ at: z.coerce.number().int().nonnegative() }),
  response: z.object({ seq: Seq }),
});

/** What narrows a stream: words that a message has (the last one by its beginning), a level, times, both included. */
export const RecordFilter = z.strictObject({
  words: z.string().max(limits.searchText).optional(),
  level: z.string().max(limits.recordLevel).optional(),
  from: z.coerce.number().int().nonnegative().optional(),
  to: z.coerce.number().int().nonnegative().optional(),
});
export type RecordFilter = z.infer<typeof RecordFilter>;

export const searchRecords = route({
  method: 'GET',
  path: '/api/v1/streams/:machine/search',
  access: 'device',
  summary:
    'The last records before `before` that fit, in order of seq. Sealed ones are found by level and time alone. `indexed` ' +
    'is the seq up to which the index has come.',
  params: onStream,
  query: RecordFilter.extend({ before: seqOf.positive().optional(), limit: page }),
  response: z.object({
    records: z.array(StreamRecord).max(limits.recordsPage),
    /** There may be more before these: the search of much ends when it has taken its time, with what was found so far. */
    more: z.boolean(),
    /** All from here on was looked at: the next page is the one before this. */
    searched: Seq,
    indexed: Cursor,
  }),
});

export const RecordCounts = z.object({
  /** Milliseconds of one span. */
  span: z.int().positive(),
  counts: z
    .array(z.object({ at: Time, records: z.int().nonnegative(), errors: z.int().nonnegative() }))
    .max(limits.countSpans),
  /** All levels that records of this stream have, the most frequent first. */
  levels: z.array(z.string()).max(limits.levelsShown),
  indexed: Cursor,
});
export type RecordCounts = z.infer<typeof RecordCounts>;

export const countRecords = route({
  method: 'GET',
  path: '/api/v1/streams/:machine/counts',
  access: 'device',
  summary:
    'How many records there are in equal spans from `from` to before `to`, at most so many: of whole minutes, and of an ' +
    'hour or more of whole hours. The first begins with the minute or hour that `from` is in.',
  params: onStream,
  query: z.strictObject({
    from: z.coerce.number().int().nonnegative(),
    to: z.coerce.number().int().positive(),
    spans: z.coerce.number().int().positive().max(limits.countSpans),
  }),
  response: RecordCounts,
});

export const readStream = route({
  method: 'POST',
  path: '/api/v1/streams/:machine/read',
  access: 'device',
  summary: 'Everything up to this seq was read. It never goes back.',
  params: onStream,
  body: z.strictObject({ seq: Seq }),
});

export const followStream = route({
  method: 'POST',
  path: '/api/v1/streams/:machine/follow',
  access: 'device',
  summary: 'Follows a stream that is open to everyone; an admin any stream.',
  params: onStream,
  response: Stream,
});

export const unfollowStream = route({
  method: 'POST',
  path: '/api/v1/streams/:machine/unfollow',
  access: 'device',
  summary: 'Stops following.',
  params: onStream,
});

export const Follower = z.object({ username: Username, displayName: DisplayName }).meta({ id: 'Follower' });
export type Follower = z.infer<typeof Follower>;

export const listFollowers = route({
  method: 'GET',
  path: '/api/v1/streams/:machine/followers',
  access: 'device',
  summary: 'Who follows a stream, in order of names, from the one after `after`.',
  params: onStream,
  query: z.strictObject({ after: Username.optional() }),
  response: z.object({ followers: z.array(Follower).max(limits.followersPage), next: Username.nullable() }),
});

export const setFollowers = route({
  method: 'POST',
  path: '/api/v1/streams/:machine/followers',
  access: 'admin',
  summary: 'Says who follows a stream. What is left out stays as it is.',
  params: onStream,
  body: z.strictObject({
    add: z.array(Username).max(limits.followersPage).default([]),
    remove: z.array(Username).max(limits.followersPage).default([]),
    everyone: z.boolean().optional(),
  }),
  response: Stream,
});

/** By severity; other spellings that are common (`err`, `warn`, `crit` ...) count as these. */
export const Severity = z.enum(severities).meta({ id: 'Severity' });
export type Severity = z.infer<typeof Severity>;

/** What makes a record, or the lack of one, a message to all followers. */
export const RuleCondition = z
  .discriminatedUnion('when', [
    /** Capitals do not matter. */
    z.strictObject({ when: z.literal('contains'), text: z.string().trim().min(1).max(limits.ruleText) }),
    z.strictObject({ when: z.literal('level'), least: Severity }),
    z.strictObject({ when: z.literal('silence'), minutes: z.int().min(1).max(limits.silenceMinutes) }),
  ])
  .meta({ id: 'RuleCondition' });
export type RuleCondition = z.infer<typeof RuleCondition>;

export const RuleId = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
export const Rule = z.object({ rule: RuleId, condition: RuleCondition, createdAt: Time }).meta({ id: 'Rule' });
export type Rule = z.infer<typeof Rule>;

export const listRules = route({
  method: 'GET',
  path: '/api/v1/streams/:machine/rules',
  access: 'device',
  summary: 'The rules of a stream, the oldest first.',
  params: onStream,
  response: z.object({ rules: z.array(Rule).max(limits.rulesPerStream) }),
});

export const addRule = route({
  method: 'POST',
  path: '/api/v1/streams/:machine/rules',
  access: 'admin',
  summary: 'Adds a rule. It looks at what comes from then on.',
  params: onStream,
  body: z.strictObject({ condition: RuleCondition }),
  response: Rule,
});

export const removeRule = route({
  method: 'DELETE',
  path: '/api/v1/streams/:machine/rules/:rule',
  access: 'admin',
  summary: 'Removes a rule.',
  params: onStream.extend({ rule: RuleId }),
});

export const downloadRecords = route({
  method: 'GET',
  path: '/api/v1/streams/:machine/download',
  access: 'device',
  summary:
    'All records that fit, in order of seq, up to where the stream is now. A connection that breaks off before the end ' +
    'of the body says that some are missing.',
  params: onStream,
  query: RecordFilter,
  lines: StreamRecord,
});
