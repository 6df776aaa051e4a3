/** A stretch within a line: words, or words that are marked. */
export type Span =
  | string
  | { readonly mark: 'strong' | 'em' | 's'; readonly inside: readonly Span[] }
  | { readonly mark: 'code' | 'link'; readonly text: string };

/** What is marked in a line. */
export type Inline = (line: string) => readonly Span[];

/** Without the marks. */
export const wordsOf = (spans: readonly Span[]): string => spans.map(wordsOfOne).join('');

function wordsOfOne(span: Span): string {
  if (typeof span === 'string') return span;
  return 'inside' in span ? wordsOf(span.inside) : span.text;
}
