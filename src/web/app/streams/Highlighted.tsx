import { highlighted } from './highlight.ts';

/** A text with the words marked that were searched for. */
export function Highlighted({ text, words }: { text: string; words: string }) {
  if (words === '') return text;
  // eslint-disable-next-line react/no-array-index-key -- the parts of one text have no other name
  return highlighted(text, words).map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part));
}
