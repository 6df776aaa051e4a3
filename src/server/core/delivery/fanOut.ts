import type { Fresh } from './fresh.ts';
import type { ConversationStore, LogNo, LogStore, StoredEntry } from '../ports.ts';
import { entryOf } from '../wire.ts';
import { put, sizeOf, type Encode, type Encoded, type Reader, type Track } from './reader.ts';
import type { Readers } from './readers.ts';

/** Entries read at once for everybody who waits at the same place, and for one who is behind. */
const SHARED_PAGE = 200;
const OWN_PAGE = 50;
/** More than this is handed over in pieces, each when the one before was taken. */
const PIECE = 256 * 1024;

interface Given {
  readonly log: Pick<LogStore, 'entries'>;
  readonly fresh: Fresh;
  readonly conversations: Pick<ConversationStore, 'forMember'>;
  readonly encode: Encode;
  readonly readers: Readers;
  readonly needTick: () => void;
  readonly failed: (error: unknown) => void;
}

/** From the store to the lines, from everyone's cursor to the head. A frame is built once for each entry and shared. */
export function createFanOut({ log, fresh, conversations, encode, readers, needTick, failed }: Given) {
  const woken = new Map<LogNo, Map<Track, Reader>>();

  const frameOf = (conversation: string, entry: StoredEntry): Encoded =>
    encode({ ev: 'entry', conversation, ...entryOf(entry) });

  /** What has gathered for this one goes out, and the next comes when its line has taken it. */
  const handOver = async (reader: Reader): Promise<void> => {
    readers.write(reader);
    if (reader.open && reader.line.unsent() > PIECE / 2) await reader.line.drained();
  };

  /** Brings one reader to the head of one log, as fast as its line takes it. */
  const catchUp = async (reader: Reader, track: Track): Promise<void> => {
    track.busy = true;
    try {
      while (reader.open && track.cursor < track.head) {
        const entries = await log.entries(track.log, { after: track.cursor, limit: OWN_PAGE });
        if (entries.length === 0) track.cursor = track.head;
        for (const entry of entries) {
          put(reader, frameOf(track.conversation, entry));
          track.cursor = entry.seq;
          if (reader.outgoingBytes >= PIECE) await handOver(reader);
        }
        await handOver(reader);
      }
    } finally {
      track.busy = false;
    }
  };

  const wait = (reader: Reader, track: Track): void => {
    track.busy = true;
    woken.set(track.log, (woken.get(track.log) ?? new Map<Track, Reader>()).set(track, reader));
    needTick();
  };

  /** One read for all who wait for this log. Whoever is far behind or slow goes on alone. */
  const bring = async (no: LogNo, waiting: ReadonlyMap<Track, Reader>, kept: readonly StoredEntry[]): Promise<void> => {
    const tracks = [...waiting.keys()];
    const head = Math.max(...tracks.map((track) => track.head));
    const after = Math.max(head - SHARED_PAGE, Math.min(...tracks.map(({ cursor }) => cursor)));
    const isKept = (kept[0]?.seq ?? head + 1) <= after + 1 && (kept.at(-1)?.seq ?? 0) >= head;
    let entries = kept;
    try {
      if (!isKept) entries = await log.entries(no, { after, limit: SHARED_PAGE });
    } finally {
      for (const track of tracks) track.busy = false;
    }
    const frames = entries.map((entry) => frameOf(tracks[0]?.conversation ?? '', entry));
    for (const [track, reader] of waiting) {
      if (!reader.open) continue;
      const mine = framesAfter(track.cursor, entries, frames);
      const slow = reader.line.unsent() + reader.outgoingBytes + sizeOf(mine) > PIECE;
      if (slow || track.cursor < after) {
        catchUp(reader, track).catch(failed);
        continue;
      }
      for (const frame of mine) put(reader, frame);
      track.cursor = Math.max(track.cursor, entries.at(-1)?.seq ?? head);
      if (mine.length > 0) readers.touch(reader);
      if (track.cursor < track.head) wait(reader, track);
    }
  };

  /** A log that this reader has not heard of yet: of a room, what was said before it was joined is there to be fetched. */
  const begin = async (reader: Reader, no: LogNo, conversation: string, seq: number): Promise<void> => {
    const track: Track = { log: no, conversation, cursor: 0, head: seq, busy: true };
    reader.tracks.set(no, track);
    const own = await conversations.forMember(conversation, reader.session.account.no);
    if (!own || own.kind === 'line') return void reader.tracks.delete(no);
    track.cursor = Math.max(own.cleared, own.kind === 'room' ? (own.members[0]?.read ?? 0) : 0);
    await catchUp(reader, track);
  };

  return {
    catchUp,

    /** There is an entry `seq` in the log. */
    wake(reader: Reader, no: LogNo, conversation: string, seq: number): void {
      if (reader.early) {
        reader.early.set(no, { conversation, seq: Math.max(seq, reader.early.get(no)?.seq ?? 0) });
        return;
      }
      const track = reader.tracks.get(no);
      if (!track) return void begin(reader, no, conversation, seq).catch(failed);
      track.head = Math.max(track.head, seq);
      if (!track.busy && track.cursor < track.head) wait(reader, track);
    },

    /** They are in it no more: if they come again, they begin where they stand then. */
    leave(left: readonly Reader[], conversation: string): void {
      for (const { tracks } of left) {
        for (const [no, track] of tracks) if (track.conversation === conversation) tracks.delete(no);
      }
    },

    /** Reads for everyone who waits. */
    async bringWoken(): Promise<void> {
      const kept = fresh.take();
      const work = [...woken];
      woken.clear();
      await Promise.all(work.map(([no, waiting]) => bring(no, waiting, kept.get(no) ?? []).catch(failed)));
    },
  };
}

function framesAfter(cursor: number, entries: readonly StoredEntry[], frames: readonly Encoded[]): readonly Encoded[] {
  const from = entries.findIndex(({ seq }) => seq > cursor);
  if (from <= 0) return from === 0 ? frames : [];
  return frames.slice(from);
}
