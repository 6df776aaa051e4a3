import { oneLine } from '../../../protocol/oneLine.ts';

// A message is always one line, and begins with its time, so that nobody forges another's.

/** @param at UTC milliseconds */
export function publicLine(at: number, by: string, text: string): string {
  return `${timeOf(at)} ${oneLine(by)}: ${oneLine(text)}`;
}

/** @param text null: it is sealed */
export function privateLine(at: number, by: string, to: string, text: string | null): string {
  const shown = text === null ? '[encrypted: open it in waxwing chat]' : oneLine(text);
  return `${timeOf(at)} ${oneLine(by)}: @${oneLine(to)} ${shown}`;
}

export function earlierLine(count: number): string {
  return count === 1 ? '(1 earlier message is not shown)' : `(${count} earlier messages are not shown)`;
}

/** UTC. */
function timeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
