// The small part of Markdown that visitors may write, as a tree: nothing in it is HTML. Whoever shows it escapes each text
// for its place. The time grows with the length of the text, whatever it holds, and nothing nests deeper than three.

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'emphasis' | 'strong'; readonly children: readonly Inline[] }
  /** `href` is an http(s) address as URL parsers spell it. */
  | { readonly kind: 'link'; readonly href: string; readonly text: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] };

const DEEPEST_QUOTE = 3;

/**
 * Paragraphs stand between empty lines; a line break stays one. `*a*` and `_a_` stress, `**a**` more, `` `a` `` is code, and so
 * is what stands between two lines of three backticks; lines after `> ` are a quote; http(s) addresses are links, bare or as
 * `[text](address)`. Marks count at the edges of words only, and what is not whole is text as it was written.
 * @param text with `\n` for line breaks
 */
export const parseMarkup = (text: string): Block[] => blocksOf(text.split('\n'), 0);

function blocksOf(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', children: inlinesOf(paragraph.join('\n')) });
    paragraph = [];
  };
  const lastFence = lines.lastIndexOf('```');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^```[\w+-]*$/.test(line) && at < lastFence) {
      endParagraph();
      const end = lines.indexOf('```', at + 1);
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
      at = end;
    } else if (isQuote(line) && depth < DEEPEST_QUOTE) {
      endParagraph();
      const start = at;
      while (isQuote(lines[at + 1] ?? '')) at += 1;
      const quoted = lines.slice(start, at + 1).map((one) => one.slice(2));
      blocks.push({ kind: 'quote', children: blocksOf(quoted, depth + 1) });
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line);
  }
  endParagraph();
  return blocks;
}

const isQuote = (line: string): boolean => line === '>' || line.startsWith('> ');

const MARK = /\*+|_+|`+|\[|\n|\bhttps?:\/\//gi;
const NAMED_LINK = /\[([^[\]\n]{1,500})\]\((https?:\/\/[^\s()<>"]{1,2000})\)/iy;
const BARE_LINK = /https?:\/\/[^\s<>"`]+/iy;
/** What is the sentence's, at the end of an address. */
const AFTER_LINK = `.,;:!?'"*_~)]}`;
const OPENS_AFTER = /^$|[\s([{"'*_]/;
const CLOSES_BEFORE = /^$|[\s.,;:!?)\]}"'*_]/;

interface Piece {
  readonly inline: Inline;
  readonly end: number;
}

function inlinesOf(text: string): readonly Inline[] {
  const stress = new Stress();
  let taken = 0;
  MARK.lastIndex = 0;
  for (let found = MARK.exec(text); found !== null; found = MARK.exec(text)) {
    const [mark] = found;
    const start = found.index;
    const piece = pieceAt(text, mark, start);
    const end = piece?.end ?? start + mark.length;
    if (piece !== null || stress.takes(mark, text.charAt(start - 1), text.charAt(end))) {
      stress.put({ kind: 'text', text: text.slice(taken, start) });
      if (piece === null) stress.turn(mark);
      else stress.put(piece.inline);
      taken = end;
    }
    MARK.lastIndex = end;
  }
  stress.put({ kind: 'text', text: text.slice(taken) });
  return stress.end();
}

/** What begins here and is whole by itself. */
function pieceAt(text: string, mark: string, start: number): Piece | null {
  if (mark === '\n') return { inline: { kind: 'break' }, end: start + 1 };
  if (mark === '`') return codeAt(text, start);
  if (mark === '[') return namedLinkAt(text, start);
  return /^h/i.test(mark) ? bareLinkAt(text, start) : null;
}

function codeAt(text: string, start: number): Piece | null {
  const close = text.indexOf('`', start + 1);
  const code = text.slice(start + 1, close);
  if (close < 0 || code === '' || code.includes('\n')) return null;
  if (!OPENS_AFTER.test(text.charAt(start - 1)) || !CLOSES_BEFORE.test(text.charAt(close + 1))) return null;
  return { inline: { kind: 'code', text: code }, end: close + 1 };
}

function namedLinkAt(text: string, start: number): Piece | null {
  NAMED_LINK.lastIndex = start;
  const [whole, name, address] = NAMED_LINK.exec(text) ?? [];
  if (whole === undefined || name === undefined || address === undefined) return null;
  const href = hrefOf(address);
  // A name that is an address itself would promise another place than it leads to.
  if (href === null || name.trim() === '' || /:\/\/|^\s*www\./i.test(name)) return null;
  return { inline: { kind: 'link', href, text: name }, end: start + whole.length };
}

function bareLinkAt(text: string, start: number): Piece | null {
  BARE_LINK.lastIndex = start;
  const run = BARE_LINK.exec(text)?.[0];
  if (run === undefined) return null;
  let unopened = run.split(')').length - run.split('(').length;
  let length = run.length;
  while (AFTER_LINK.includes(run.charAt(length - 1)) && (run.charAt(length - 1) !== ')' || unopened-- > 0)) length -= 1;
  const address = run.slice(0, length);
  const href = hrefOf(address);
  if (href === null) return { inline: { kind: 'text', text: run }, end: start + run.length };
  return { inline: { kind: 'link', href, text: address }, end: start + length };
}

/** Null for what no browser opens, and for a name before the host, which only ever poses as another host. */
function hrefOf(address: string): string | null {
  const url = URL.parse(address);
  return url === null || url.username !== '' || url.password !== '' ? null : url.href;
}

/** What marks of stress have opened and not closed: at most one of each kind, so that it never nests deeper. */
class Stress {
  readonly #open: { readonly mark: string; readonly children: Inline[] }[] = [{ mark: '', children: [] }];

  takes(mark: string, before: string, after: string): boolean {
    if (mark !== '*' && mark !== '_' && mark !== '**') return false;
    if (this.#depthOf(mark) > 0) return /\S/.test(before) && CLOSES_BEFORE.test(after);
    return OPENS_AFTER.test(before) && /\S/.test(after);
  }

  turn(mark: string): void {
    const depth = this.#depthOf(mark);
    if (depth < 0) this.#open.push({ mark, children: [] });
    else {
      this.#giveUp(depth + 1);
      const children = this.#open.pop()?.children ?? [];
      this.put({ kind: mark === '**' ? 'strong' : 'emphasis', children });
    }
  }

  put(inline: Inline): void {
    if (inline.kind !== 'text' || inline.text !== '') this.#open.at(-1)?.children.push(inline);
  }

  end(): readonly Inline[] {
    this.#giveUp(1);
    return this.#open[0]?.children ?? [];
  }

  /** What was opened above this depth was never closed: its marks were text. */
  #giveUp(depth: number): void {
    for (const { mark, children } of this.#open.splice(depth)) {
      this.put({ kind: 'text', text: mark });
      for (const child of children) this.put(child);
    }
  }

  #depthOf(mark: string): number {
    return this.#open.findIndex((one) => one.mark === mark);
  }
}
