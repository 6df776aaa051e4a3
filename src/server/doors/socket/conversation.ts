import { toBase64url } from '../../../protocol/base64url.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { limits } from '../../../protocol/limits.ts';
import type { ClientFrame } from '../../../protocol/socket.ts';
import { OLDEST_PROTOCOL } from '../../../protocol/version.ts';
import type { Append } from '../../core/append.ts';
import type { ContactAnswers } from '../../core/contacts/answering.ts';
import type { Delivery } from '../../core/delivery/delivery.ts';
import type { Line, Reader } from '../../core/delivery/reader.ts';
import type { Appended, Clock } from '../../core/ports.ts';
import type { Say } from '../../core/say.ts';
import type { Receipts } from '../../core/receipts.ts';
import { tooMany } from '../../core/rates.ts';
import { Refusal } from '../../core/refusal.ts';
import type { DeviceSession } from '../../core/sessions.ts';
import { isOurFault, saidOf } from '../problem.ts';
import { readFrame } from './reading.ts';

/** A device says hello within this time, or is gone. */
const HELLO_WITHIN = 10_000;
/** Sends that wait for the store at a time. */
const MOST_WAITING = 256;

export interface Given {
  readonly append: Append;
  readonly say: Say;
  readonly contactAnswers: ContactAnswers;
  readonly receipts: Receipts;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

type Op<Name extends ClientFrame['op']> = Extract<ClientFrame, { op: Name }>;

/** What is to be stored in a log. */
type Written = Op<'send' | 'say' | 'answer'>;

export interface Talk {
  heard(text: string): void;
  closed(): void;
}

/** What is said on one socket: first `hello`, then whatever may be sent, delivered, read. */
export function talk(given: Given, session: DeviceSession, line: Line): Talk {
  const { receipts, delivery, clock, failed } = given;
  let reader: Reader | null = null;
  let ended = false;
  let waiting = 0;
  /** What follows a message that came too soon is refused with it: it would overtake it otherwise. */
  let pausedUntil = Number.NEGATIVE_INFINITY;
  const cursors = new Map<string, { delivered?: number; read?: number }>();
  let movingCursors = false;

  const end = (code: ErrorCode): void => {
    if (ended) return;
    ended = true;
    if (reader) delivery.detach(reader);
    line.end(code);
  };
  const cancelHello = clock.after(HELLO_WITHIN, () => reader ?? end('invalid'));

  const hello = ({ protocol, cursors: stored }: Op<'hello'>): void => {
    if (reader) return end('invalid');
    cancelHello();
    if (protocol < OLDEST_PROTOCOL) return end('reload_required');
    reader = delivery.attach(session, line, new Map(stored));
  };

  const send = async (from: Reader, frame: Written): Promise<void> => {
    const { ref } = frame;
    waiting += 1;
    try {
      const pause = pausedUntil - clock.now();
      if (pause > 0) throw tooMany(pause);
      if (waiting > MOST_WAITING) throw tooMany(1000);
      const { seq, at, hash } = await stored(given, from.session, frame);
      delivery.send(from, { ev: 'ack', ref, seq, at, hash: toBase64url(hash) });
    } catch (error) {
      const said = saidOf(error);
      if (isOurFault(said)) failed(error);
      const { code, retryAfter } = said;
      if (retryAfter !== undefined && clock.now() >= pausedUntil) pausedUntil = clock.now() + retryAfter * 1000;
      delivery.send(from, { ev: 'refused', ref, code, ...(retryAfter === undefined ? {} : { retryAfter }) });
    } finally {
      waiting -= 1;
    }
  };

  /** Only the furthest counts, so what comes while one is written is written as one. */
  const moveCursors = async (from: Reader): Promise<void> => {
    if (movingCursors) return;
    movingCursors = true;
    try {
      for (const [conversation, to] of cursors) {
        cursors.delete(conversation);
        await receipts.move(from.session, conversation, to).catch((error: unknown) => {
          if (!(error instanceof Refusal)) failed(error);
        });
      }
    } finally {
      movingCursors = false;
    }
  };

  const cursor = (from: Reader, { op, conversation, seq }: Op<'delivered' | 'read'>): void => {
    const to = cursors.get(conversation) ?? {};
    if (cursors.size >= limits.cursorsPerHello && !cursors.has(conversation)) return;
    cursors.set(conversation, { ...to, [op]: Math.max(seq, to[op] ?? 0) });
    void moveCursors(from);
  };

  return {
    heard(text) {
      if (ended || reader?.open === false) return;
      const frame = readFrame(text);
      if (!frame) return end('invalid');
      if (frame.op === 'hello') return hello(frame);
      if (!reader) return end('invalid');
      if (frame.op === 'delivered' || frame.op === 'read') return cursor(reader, frame);
      if (frame.op === 'look') return void delivery.look(reader, frame.conversations).catch(failed);
      return void send(reader, frame);
    },
    closed() {
      ended = true;
      cancelHello();
      if (reader) delivery.detach(reader);
    },
  };
}

function stored({ append, say, contactAnswers }: Given, session: DeviceSession, frame: Written): Promise<Appended> {
  switch (frame.op) {
    case 'send':
      return append(session, frame);
    case 'say':
      return say(session, frame);
    case 'answer':
      return contactAnswers.answer(session, frame);
  }
}
