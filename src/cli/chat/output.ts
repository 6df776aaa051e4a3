import type { Told } from '../../tui/feed.ts';
import { jsonLine, jsonOf, lineOf } from '../../tui/line.ts';

/** Where plain mode says things, a line each. */
export interface Output {
  message(told: Told): void;
  /** What a command has to say. `link`: what a QR code would hold, for programs. */
  answer(text: string, failed: boolean, link?: string): void;
  /** What nobody asked for. */
  notice(text: string): void;
}

type Write = (line: string) => void;

export const asLines = (write: Write): Output => ({
  message: (told) => write(lineOf(told)),
  answer: (text) => write(text),
  notice: (text) => write(text),
});

/** One JSON object a line: `message`, `answer` (`failed` or not), `notice`. */
export const asJson = (write: Write): Output => ({
  message: (told) => write(jsonOf(told)),
  answer: (text, failed, link) =>
    write(jsonLine({ type: 'answer', text, failed, ...(link !== undefined && { link }) })),
  notice: (text) => write(jsonLine({ type: 'notice', text })),
});
