import type { ConversationView, SearchHit, SearchQuery, SearchView } from '../../../src/client/api.ts';
import { excerptFor } from '../../../src/client/search/excerpt.ts';
import { askedIn, isEmpty } from '../../../src/client/search/query.ts';

/** What of these conversations fits, but for dates; with `since`, older ones are still coming. */
export async function foundIn(
  views: readonly ConversationView[],
  query: SearchQuery,
  most: number,
  since: number | null,
): Promise<SearchView> {
  const words = askedIn(query.words);
  const hits: SearchHit[] = [];
  for (const { conversation, kind, room, with: person, items } of isEmpty(query) ? [] : views) {
    for (const { key, mine, author, at, body } of items) {
      if (body.type !== 'text' || !begins(person.displayName, query.in)) continue;
      const excerpt = begins(author.displayName, query.from) && (await excerptFor(body.text, words, async () => {}));
      if (excerpt) hits.push({ conversation, kind, room, with: person, key, mine, author, at, excerpt });
    }
  }
  const newestFirst = hits.toSorted((a, b) => b.at - a.at);
  return { hits: newestFirst.slice(0, most), count: hits.length, done: true, since, coming: since !== null };
}

const begins = (name: string, asked: string | null): boolean =>
  asked === null || name.toLowerCase().includes(asked.toLowerCase());
