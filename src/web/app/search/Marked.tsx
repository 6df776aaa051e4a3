import type { SearchHit } from '../../../client/api.ts';

/** A piece of a text with the words marked that were searched for. */
export function Marked({ excerpt: { text, marks } }: Pick<SearchHit, 'excerpt'>) {
  return (
    <>
      {marks.map(([from, to], index) => (
        <span key={from}>
          {text.slice(marks[index - 1]?.[1] ?? 0, from)}
          <mark>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  );
}
