export interface Piece {
  readonly text: string;
  readonly link: string | null;
}

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

function trimmed(link: string): string {
  const bare = link.replace(/[.,;:!?'*_]+$/, '');
  return bare.endsWith(')') && !bare.includes('(') ? trimmed(bare.slice(0, -1)) : bare;
}
