import { StringDecoder } from 'node:string_decoder';
import { limits } from '../protocol/limits.ts';

/** What a person or a program types, a line at a time; nothing is read ahead of who asks. */
export interface Input {
  /** Null: there is no more. */
  next(): Promise<string | null>;
  /** A line that is not shown while it is typed. Only at a terminal. */
  unseen(prompt: string): Promise<string>;
  close(): void;
}

const INTERRUPT = '\u0003';
const END = '\u0004';
const RUBOUT = /[\b\u007f]/;
const KILL_LINE = '\u0015';

export function inputFrom(stream: NodeJS.ReadStream, write: (text: string) => void): Input {
  const decoder = new StringDecoder('utf8');
  let held = '';
  let ended = false;
  let wake: () => void = () => undefined;
  stream.pause();
  stream.on('data', (chunk: Buffer) => {
    held += decoder.write(chunk);
    wake();
  });
  stream.on('end', () => {
    ended = true;
    wake();
  });
  stream.on('error', () => {
    ended = true;
    wake();
  });

  /** Waits until `take` finds something in what has been typed, and reads no more than it needs. */
  async function reading<Value>(take: () => Value | undefined): Promise<Value> {
    for (;;) {
      const taken = take();
      if (taken !== undefined) return taken;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      stream.resume();
      await promise;
      stream.pause();
    }
  }

  const line = (): string | null | undefined => {
    const at = held.indexOf('\n');
    const whole = at >= 0 || ended || held.length > limits.longText;
    if (!whole) return undefined;
    if (held === '' && ended) return null;
    const end = at < 0 ? held.length : at;
    const text = held.slice(0, end);
    held = held.slice(end + 1);
    return text.replace(/\r$/, '');
  };

  const key = (): string | undefined => {
    if (held === '') return ended ? END : undefined;
    const [first = ''] = held;
    held = held.slice(first.length);
    return first;
  };

  return {
    next: () => reading(line),
    async unseen(prompt) {
      write(prompt);
      stream.setRawMode(true);
      try {
        return await typed(() => reading(key));
      } finally {
        stream.setRawMode(false);
        write('\n');
      }
    },
    close: () => stream.destroy(),
  };
}

async function typed(nextKey: () => Promise<string>): Promise<string> {
  let text: string[] = [];
  for (;;) {
    const key = await nextKey();
    if (key === '\r' || key === '\n' || key === END) return text.join('');
    if (key === INTERRUPT) process.kill(process.pid, 'SIGINT');
    else if (key === KILL_LINE) text = [];
    else if (RUBOUT.test(key)) text.pop();
    else text.push(key);
  }
}
