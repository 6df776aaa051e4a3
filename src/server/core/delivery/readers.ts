import type { ErrorCode } from '../../../protocol/errors.ts';
import { limits } from '../../../protocol/limits.ts';
import type { ServerFrame } from '../../../protocol/socket.ts';
import type { Online } from '../online.ts';
import type { AccountNo } from '../ports.ts';
import { put, takeOutgoing, type Encode, type Reader } from './reader.ts';

export type Readers = ReturnType<typeof createReaders>;

/**
 * Everyone who listens, and what is on its way to them: gathered while a tick lasts, written at its end in one go. A line
 * that does not take what it gets is closed; its device comes back with its cursors.
 * @param needTick asks for the end of a tick: `flush`
 */
export function createReaders(encode: Encode, online: Online, needTick: () => void) {
  const byAccount = new Map<AccountNo, Set<Reader>>();
  const touched = new Set<Reader>();
  const leave = new Map<Reader, () => void>();

  const touch = (reader: Reader): void => {
    touched.add(reader);
    needTick();
  };

  const remove = (reader: Reader): void => {
    const { no } = reader.session.account;
    reader.open = false;
    leave.get(reader)?.();
    leave.delete(reader);
    takeOutgoing(reader);
    const others = byAccount.get(no);
    others?.delete(reader);
    if (others?.size === 0) byAccount.delete(no);
  };

  /** What has gathered still goes out before the last word. */
  const drop = (reader: Reader, code: ErrorCode): void => {
    if (!reader.open) return;
    const last = takeOutgoing(reader);
    remove(reader);
    if (reader.line.unsent() <= limits.socketUnsent) reader.line.write(last);
    reader.line.end(code);
  };

  /** Writes what has gathered for this one. */
  const write = (reader: Reader): void => {
    const frames = takeOutgoing(reader);
    if (!reader.open || frames.length === 0) return;
    reader.line.write(frames);
    if (reader.line.unsent() > limits.socketUnsent) drop(reader, 'too_many_requests');
  };

  return {
    touch,
    drop,
    write,
    remove,
    all: (): Reader[] => [...byAccount.values()].flatMap((readers) => [...readers]),
    of: (accounts: readonly AccountNo[]): Reader[] => accounts.flatMap((no) => [...(byAccount.get(no) ?? [])]),

    add(reader: Reader): void {
      const { no } = reader.session.account;
      byAccount.set(no, (byAccount.get(no) ?? new Set()).add(reader));
      leave.set(reader, online.enter(reader.session.account));
    },

    send(to: Reader | readonly Reader[], frame: ServerFrame): void {
      if (!('line' in to) && to.length === 0) return;
      const encoded = encode(frame);
      for (const reader of 'line' in to ? [to] : to) {
        if (!reader.open) continue;
        put(reader, encoded);
        if (reader.outgoingBytes > limits.socketUnsent) drop(reader, 'too_many_requests');
        else touch(reader);
      }
    },

    flush(): void {
      const ready = [...touched];
      touched.clear();
      ready.forEach(write);
    },
  };
}
