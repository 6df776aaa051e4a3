import type { ErrorCode } from '../../../protocol/errors.ts';
import type { ServerFrame } from '../../../protocol/socket.ts';
import type { AccountNo, LogNo } from '../ports.ts';
import type { DeviceSession } from '../sessions.ts';

/** A frame as the door puts it on the line; the core only passes it on. */
export type Encoded = Uint8Array;
export type Encode = (frame: ServerFrame) => Encoded;

/** One open line to a device, as a door offers it. */
export interface Line {
  /** All of it in one write, in order. */
  write(frames: readonly Encoded[]): void;
  /** Bytes that the other side has not taken yet. */
  unsent(): number;
  /** Resolves once hardly anything waits any more, or the line is closed. */
  drained(): Promise<void>;
  /** Says why, and closes. */
  end(code: ErrorCode): void;
}

/** How far a reader is in one log. */
export interface Track {
  readonly log: LogNo;
  readonly conversation: string;
  /** Everything up to here is on the line. */
  cursor: number;
  /** The newest entry that is known of. */
  head: number;
  /** It is being read for, and will be until the cursor is at the head. */
  busy: boolean;
}

/** A device that listens: its place in every log, and what goes out at the end of this tick. */
export interface Reader {
  /** Looked up again when rights change. */
  session: DeviceSession;
  readonly line: Line;
  readonly tracks: Map<LogNo, Track>;
  /** What woke before the tracks were there; null afterwards. */
  early: Map<LogNo, { readonly conversation: string; readonly seq: number }> | null;
  /** The counts that it knows. */
  counts: { readonly people: number; readonly online: number } | null;
  /** Direct conversations that its person looks at, and who the other one is. */
  lookedAt: readonly { readonly conversation: string; readonly other: AccountNo }[];
  /** In which of them the other is online, as far as it was told; null: it is to be told in any case. */
  toldOnline: readonly string[] | null;
  outgoing: Encoded[];
  outgoingBytes: number;
  open: boolean;
}

export function newReader(session: DeviceSession, line: Line): Reader {
  const nothing = { outgoing: [], outgoingBytes: 0 };
  const presence = { counts: null, lookedAt: [], toldOnline: [] };
  return { session, line, tracks: new Map(), early: new Map(), ...presence, ...nothing, open: true };
}

export function put(reader: Reader, frame: Encoded): void {
  reader.outgoing.push(frame);
  reader.outgoingBytes += frame.length;
}

/** What has gathered, which then is the taker's to write. */
export function takeOutgoing(reader: Reader): readonly Encoded[] {
  const frames = reader.outgoing;
  reader.outgoing = [];
  reader.outgoingBytes = 0;
  return frames;
}

export const sizeOf = (frames: readonly Encoded[]): number => frames.reduce((sum, frame) => sum + frame.length, 0);
