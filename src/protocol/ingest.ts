import { z } from 'zod';
import { MachineState } from './errors.ts';
import { NewUsername, Seq } from './ids.ts';
import { limits } from './limits.ts';

// What machines send, as scripts and devices can: one request a message, or many records in one.

/** Spelt like a person's name, in a namespace of its own. */
export const MachineName = NewUsername.refine((name) => name !== 'records' && name !== 'hooks', {
  error: 'reserved',
}).meta({ id: 'MachineName' });

const MachineToken = z.string().max(2048);
const RecordText = z.string().max(limits.recordText);
/** Its idempotency key: a record of that id is stored once. */
const RecordId = z.string().min(1).max(limits.recordId);
/** UTC milliseconds. */
export const LAST_TIME = Date.UTC(9999, 11, 31);

/** UTC milliseconds, or ISO 8601 with its zone. */
const RecordTime = z
  .union([z.int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])
  .pipe(z.int().min(0).max(LAST_TIME));

export const IngestRequest = z
  .discriminatedUnion('message_type', [
    z.strictObject({
      message_type: z.literal('IDENTIFY'),
      username: MachineName,
      /** One-time enrolment code from an admin. */
      code: z.string().min(1).max(64).optional(),
    }),
    z.strictObject({
      message_type: z.literal('AUTHENTICATE'),
      username: MachineName,
      password: z.string().min(1).max(limits.machinePassword),
    }),
    z.strictObject({
      message_type: z.literal('MESSAGE'),
      /** One that is too long is a bad one as any other. */
      token: z.string().max(limits.requestBody).optional(),
      message: RecordText,
      id: RecordId.optional(),
    }),
  ])
  .meta({ id: 'IngestRequest' });
export type IngestRequest = z.infer<typeof IngestRequest>;

/** To IDENTIFY the state alone, to AUTHENTICATE a token with the seconds that it lasts, to MESSAGE the record's place. */
export const IngestAnswer = z
  .object({
    state: MachineState,
    token: MachineToken.optional(),
    expires_in: z.int().positive().optional(),
    seq: Seq.optional(),
  })
  .meta({ id: 'IngestAnswer' });
export type IngestAnswer = z.infer<typeof IngestAnswer>;

const recordLine = {
  id: RecordId.optional(),
  at: RecordTime.optional(),
  level: z.string().min(1).max(limits.recordLevel).optional(),
};

/** A line of many records. A sealed one has an id, to which it is bound, and the message is base64url. */
export const RecordLine = z
  .discriminatedUnion('sealed', [
    z.strictObject({ ...recordLine, message: RecordText, sealed: z.literal(false).optional() }),
    z.strictObject({
      ...recordLine,
      id: RecordId,
      message: z
        .string()
        .regex(/^[A-Za-z0-9_-]+$/)
        .max(limits.sealedRecord),
      sealed: z.literal(true),
    }),
  ])
  .meta({ id: 'RecordLine' });
export type RecordLine = z.infer<typeof RecordLine>;

export const Accepted = z.object({ accepted: z.int().positive(), last_seq: Seq }).meta({ id: 'Accepted' });
export type Accepted = z.infer<typeof Accepted>;

/** As chat services take it; whatever else is in it is passed over. */
export const Hook = z.object({ text: RecordText }).meta({ id: 'Hook' });

const Nanoseconds = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]);

/** The part of an OTLP/HTTP export of logs that is kept; whatever else is in it is passed over. */
export const OtlpLogs = z
  .object({
    resourceLogs: z
      .array(
        z.object({
          scopeLogs: z
            .array(
              z.object({
                logRecords: z
                  .array(
                    z.object({
                      timeUnixNano: Nanoseconds.optional(),
                      observedTimeUnixNano: Nanoseconds.optional(),
                      severityNumber: z.int().optional(),
                      severityText: z.string().optional(),
                      body: z.unknown().optional(),
                    }),
                  )
                  .default([]),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
  })
  .meta({ id: 'OtlpLogs' });
export type OtlpLogs = z.infer<typeof OtlpLogs>;

/** Records that are not kept, if there are any. */
export const OtlpAnswer = z
  .object({ partialSuccess: z.object({ rejectedLogRecords: z.string(), errorMessage: z.string() }).optional() })
  .meta({ id: 'OtlpAnswer' });
export type OtlpAnswer = z.infer<typeof OtlpAnswer>;

export interface IngestRoute {
  readonly method: 'POST';
  /** Parameters as `:name`. */
  readonly path: string;
  /** `token`: as `Authorization: Bearer`; `machine`: that, or the machine's name and password as basic authentication. */
  readonly access: 'nobody' | 'token' | 'machine';
  readonly summary: string;
  readonly type: 'application/json' | 'application/x-ndjson' | 'text/plain';
  /** Of each line with `application/x-ndjson`. */
  readonly body: z.ZodType;
  readonly response: z.ZodType;
}

/** The ways in for machines, by their names. */
export const ingestRoutes = {
  ingest: {
    method: 'POST',
    path: '/ingest',
    access: 'nobody',
    summary: 'IDENTIFY, AUTHENTICATE and MESSAGE of a machine, in this order from each address.',
    type: 'application/json',
    body: IngestRequest,
    response: IngestAnswer,
  },
  ingestRecords: {
    method: 'POST',
    path: '/ingest/records',
    access: 'token',
    summary:
      'Many records at once, a line each: all of them or none. `Idempotency-Key` stands for ids that lines lack.',
    type: 'application/x-ndjson',
    body: RecordLine,
    response: Accepted,
  },
  ingestLine: {
    method: 'POST',
    path: '/ingest/:machine',
    access: 'machine',
    summary: 'The body is the message. `Idempotency-Key` is the id of the record.',
    type: 'text/plain',
    body: RecordText,
    response: Accepted,
  },
  ingestHook: {
    method: 'POST',
    path: '/ingest/hooks/:token',
    access: 'nobody',
    summary: 'An incoming webhook, as chat services have it; the token is in the address. Answers `ok`.',
    type: 'application/json',
    body: Hook,
    response: z.literal('ok'),
  },
  exportLogs: {
    method: 'POST',
    path: '/v1/logs',
    access: 'token',
    summary: 'OTLP/HTTP logs, in JSON; they may be packed with gzip.',
    type: 'application/json',
    body: OtlpLogs,
    response: OtlpAnswer,
  },
} as const satisfies Record<string, IngestRoute>;
