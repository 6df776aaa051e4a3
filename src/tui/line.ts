import { LOBBY } from '../protocol/api/rooms.ts';
import { oneLine } from '../protocol/oneLine.ts';
import type { Told } from './feed.ts';
import { words } from './words.ts';

/** `2019-11-01 09:30:00`, in UTC. @param at UTC milliseconds */
export function timeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * A message as one line of rows 001.5 and 001.6. A room other than the lobby, or that it is a machine, stands before the
 * name, where nobody can write it.
 */
export function lineOf({ at, edited, from, to, room, machine, text }: Told): string {
  const where = machine !== null ? 'machine ' : room === null || room === LOBBY ? '' : `#${room} `;
  const recipient = to === null ? '' : `@${to} `;
  return `${timeOf(at)} ${where}${oneLine(from)}: ${recipient}${edited ? `${words.edited} ` : ''}${oneLine(text)}`;
}

/** The same for programs: one JSON object. `text` is as it was written. */
export function jsonOf({ at, edited, from, to, room, machine, encrypted, text }: Told): string {
  return jsonLine({
    type: machine === null ? 'message' : 'alert',
    at: new Date(at).toISOString(),
    from,
    to,
    room,
    encrypted,
    text,
    ...(edited && { edited }),
  });
}

/** What JSON may leave as it is, and a terminal obeys or takes for the end of a line. */
const OBEYED = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/** JSON on one line, of characters that no terminal obeys. */
export function jsonLine(value: object): string {
  return JSON.stringify(value).replaceAll(OBEYED, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
