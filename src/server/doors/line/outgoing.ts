import type { Duplex } from 'node:stream';
import { limits } from '../../../protocol/limits.ts';
import type { Clock } from '../../core/ports.ts';
import { drained } from '../drained.ts';

/** Many lines are written in pieces of this size, each when the one before was taken. */
const PIECE = 256 * 1024;

/**
 * Lines on their way to one peer: answers at once, what others say between them. A peer that takes nothing for a while,
 * or leaves more than 1 MiB, is cut; what it missed is shown at its next log-in.
 */
export function createOutgoing(socket: Duplex, clock: Clock) {
  let answering = false;
  let held: { readonly text: string; readonly taken: () => void }[] = [];
  let heldBytes = 0;
  let released: (() => void)[] = [];

  const cutIfFull = (): void => {
    if (socket.writableLength + heldBytes > limits.socketUnsent) socket.destroy();
  };
  const write = (text: string, taken?: () => void): void => {
    if (!socket.writable) return;
    socket.write(text, (error) => {
      if (!error) taken?.();
    });
    cutIfFull();
  };
  const roomAgain = (): Promise<void> => drained(socket, clock, () => socket.destroy());

  return {
    answer: (line: string): void => write(`${line}\n`),

    async answerAll(lines: readonly string[]): Promise<void> {
      for (const line of lines) {
        write(`${line}\n`);
        if (socket.writableLength > PIECE) await roomAgain();
      }
    },

    hear(line: string, taken: () => void): void {
      const text = `${line}\n`;
      if (!answering) return write(text, taken);
      held.push({ text, taken });
      heldBytes += Buffer.byteLength(text);
      cutIfFull();
    },

    room(): Promise<void> | null {
      if (socket.writableLength + heldBytes <= PIECE) return null;
      return answering ? new Promise((resolve) => released.push(resolve)) : roomAgain();
    },

    /** From here on an answer is being made. */
    hold(): void {
      answering = true;
    },

    /** The answer is whole: what others said meanwhile goes out. */
    release(): void {
      answering = false;
      const waiting = held;
      held = [];
      heldBytes = 0;
      for (const { text, taken } of waiting) write(text, taken);
      const told = released;
      released = [];
      for (const tell of told) tell();
    },
  };
}
