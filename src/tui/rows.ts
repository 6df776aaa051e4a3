import wrapAnsi from 'wrap-ansi';
import type { ConversationView, Item } from '../client/api.ts';
import { oneLine } from '../protocol/oneLine.ts';
import { bodyText } from './bodyText.ts';
import { lineOf, timeOf } from './line.ts';
import type { Note } from './session.ts';
import { failureWords, words } from './words.ts';

export type Look = 'message' | 'own' | 'said' | 'failed';

/** One row of the screen: a part of the line that `key` names. */
export interface Row {
  readonly key: string;
  readonly index: number;
  readonly text: string;
  readonly look: Look;
}

interface Line {
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly look: Look;
}

/** Longer ones are cut on the screen; all of it is in plain mode. */
const LONGEST = 8000;
const MOST_KINDS = 10;
const INDENT = '  ';

/** Everything that a conversation shows, oldest first. */
export function linesOf(view: ConversationView | null, notes: readonly Note[], self: string): Line[] {
  const own = notes.filter(({ place }) => place === (view?.conversation ?? null));
  const said = own.map(({ key, at, text, kind }): Line => ({ key, at, text, look: kind }));
  const items = (view?.items ?? []).flatMap((item) => itemLine(view as ConversationView, item, self));
  // Both are in order by themselves; one that is equal comes after.
  return [...items, ...said].toSorted((a, b) => a.at - b.at);
}

function itemLine(view: ConversationView, item: Item, self: string): Line[] {
  const { key, at, author, mine, body } = item;
  const text = bodyText(body);
  if (text === null)
    return [{ key, at, text: `${timeOf(at)} ${oneLine(author.username)}: ${words.deleted}`, look: 'said' }];
  const to = view.room === null && view.machine === null ? (mine ? view.with.username : self) : null;
  const line = lineOf({
    conversation: view.conversation,
    at,
    from: author.username,
    to,
    room: null,
    machine: view.machine,
    encrypted: view.sealed,
    mine,
    text: text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text,
  });
  const isFailed = item.state === 'failed';
  return [{ key, at, text: `${line}${markOf(item)}`, look: isFailed ? 'failed' : mine ? 'own' : 'message' }];
}

/** What is about a message, behind it: that it was edited, what is put on it, how far it has come. */
function markOf(item: Item): string {
  const { body, reactions } = item;
  const edited = body.type === 'text' && body.edited ? ` ${words.edited}` : '';
  const put = reactions
    .slice(0, MOST_KINDS)
    .map(({ emoji, people }) => (people.length > 1 ? `${emoji} ${people.length}` : emoji));
  return `${edited}${put.length > 0 ? ` [${put.join(' ')}]` : ''}${stateOf(item)}`;
}

function stateOf({ state, failure }: Item): string {
  if (state === 'sending') return ` ${words.sending}`;
  if (state === 'failed') return ` ${words.failedToSend(failureWords({ code: failure ?? 'internal' }))}`;
  return state === 'read' ? ` ${words.read}` : '';
}

/** Rows as they fit. What follows the first row of a line is indented, where no line begins: nobody can make one up. */
export function rowsOf(lines: readonly Line[], columns: number): Row[] {
  const width = Math.max(8, columns - INDENT.length);
  return lines.flatMap(({ key, text, look }) =>
    wrapAnsi(text, width, { hard: true, trim: false })
      .split('\n')
      .map((part, index) => ({ key, index, text: index === 0 ? part : INDENT + part, look })),
  );
}

/** Where a reader has stopped: the lowest row in sight. Null: at the end, wherever that is. */
export type Stop = Pick<Row, 'key' | 'index'> | null;

/** The rows in sight. */
export function inSight(rows: readonly Row[], stop: Stop, height: number): { rows: readonly Row[]; below: boolean } {
  const end = endOf(rows, stop);
  return { rows: rows.slice(Math.max(0, end - height), end), below: end < rows.length };
}

/** Where a reader stops who moves by so many rows, down if positive. `atTop`: there is nothing more above. */
export function moved(rows: readonly Row[], stop: Stop, height: number, by: number): { stop: Stop; atTop: boolean } {
  const wanted = endOf(rows, stop) + by;
  const end = Math.max(Math.min(height, rows.length), wanted);
  if (end >= rows.length) return { stop: null, atTop: by < 0 };
  return { stop: rows[end - 1] ?? null, atTop: wanted <= height };
}

function endOf(rows: readonly Row[], stop: Stop): number {
  const at = stop === null ? -1 : rows.findLastIndex(({ key, index }) => key === stop.key && index <= stop.index);
  return at < 0 ? rows.length : at + 1;
}
