export interface Piece {
  readonly text: string;
  readonly link: string | null;
}

const SENTENCE = ".,;:!?'*_";
const address = /https?:\/\/[^\s<>"]+/g;

/** Text with the addresses in it. What ends a sentence or closes a bracket is not part of an address. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const link = trimmed(match[0]);
    if (!URL.canParse(link)) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index), link: null });
    found.push({ text: link, link });
    end = match.index + link.length;
  }
  if (end < text.length) found.push({ text: text.slice(end), link: null });
  return found;
}

/** One step a character: a pattern would go over a long row of them again from each of them. */
function trimmed(link: string): string {
  const ends = link.includes('(') ? SENTENCE : `${SENTENCE})`;
  let length = link.length;
  while (length > 0 && ends.includes(link.charAt(length - 1))) length -= 1;
  return link.slice(0, length);
}
