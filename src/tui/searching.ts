import type { Client, SearchHit, SearchView } from '../client/api.ts';
import { isEmpty, parseQuery } from '../client/search/query.ts';
import { lineOf, timeOf } from './line.ts';
import { words } from './words.ts';

/** So many are shown, the newest last. */
const MOST = 20;
/** What was found by then is shown, milliseconds. */
const PATIENCE = 10_000;
/** What came just now is in the index a moment later, and looked for again: so long after the last change nothing follows. */
const SETTLED = 800;

/** A line each for the newest that fit, and how many there are; null: nothing is asked for. @param self who looks */
export async function searchLines(client: Client, typed: string, self: string): Promise<string[] | null> {
  const query = parseQuery(typed);
  if (isEmpty(query)) return null;
  const { hits, count, since } = await found(client, query);
  return [
    ...hits.map((hit) => hitLine(hit, self)).toReversed(),
    words.found(count, hits.length),
    ...(since === null ? [] : [words.foundSince(timeOf(since))]),
  ];
}

function found(client: Client, query: Parameters<Client['watchSearch']>[0]): Promise<SearchView> {
  const { promise, resolve } = Promise.withResolvers<SearchView>();
  let newest: SearchView = { hits: [], count: 0, done: false, since: null, coming: false };
  const timer = setTimeout(() => resolve(newest), PATIENCE);
  let settling: ReturnType<typeof setTimeout> | undefined;
  const stop = client.watchSearch(query, MOST, (view) => {
    newest = view;
    clearTimeout(settling);
    if (view.done) settling = setTimeout(() => resolve(view), SETTLED);
  });
  return promise.finally(() => {
    clearTimeout(timer);
    clearTimeout(settling);
    stop();
  });
}

function hitLine(
  { conversation, room, kind, with: person, mine, author, at, excerpt }: SearchHit,
  self: string,
): string {
  const to = kind === 'direct' ? (mine ? person.username : self) : null;
  const where = { conversation, room, machine: kind === 'alerts' ? person.username : null };
  return lineOf({ ...where, at, from: author.username, to, encrypted: false, mine, text: excerpt.text });
}
