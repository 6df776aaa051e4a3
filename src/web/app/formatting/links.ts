import { UNSEEN } from '../../../protocol/unseen.ts';
import type { Span } from './spans.ts';

interface Link {
  readonly at: number;
  readonly text: string;
}

const SENTENCE = ".,;:!?'*_";
const address = /https?:\/\/[^\s<>"]+|mailto:[^\s<>"?&@/]{1,64}@[^\s<>"?&@/]{1,253}/g;

/** The addresses in a text, in their order. What ends a sentence, closes a bracket or cannot be seen is not part of an address. */
export function linksIn(text: string): Link[] {
  const found: Link[] = [];
  for (const { 0: match, index } of text.matchAll(address)) {
    const unseen = match.search(UNSEEN);
    const link = trimmed(unseen === -1 ? match : match.slice(0, unseen));
    if (URL.canParse(link)) found.push({ at: index, text: link });
  }
  return found;
}

/** A text with nothing marked in it but its addresses. */
export function linksAlone(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const link of linksIn(text)) {
    if (link.at > end) spans.push(text.slice(end, link.at));
    spans.push(linkSpan(link.text));
    end = link.at + link.text.length;
  }
  if (end < text.length) spans.push(text.slice(end));
  return spans;
}

/** What one reads is where one goes: there are no other words for an address. */
export const linkSpan = (address: string): Span => ({ mark: 'link', text: address });

/** One step a character: a pattern would go over a long row of them again from each of them. */
function trimmed(link: string): string {
  const ends = link.includes('(') ? SENTENCE : `${SENTENCE})`;
  let length = link.length;
  while (length > 0 && ends.includes(link.charAt(length - 1))) length -= 1;
  return link.endsWith('~~', length) ? link.slice(0, length - 2) : link.slice(0, length);
}
