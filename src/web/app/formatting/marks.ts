import MarkdownIt, { type StateInline, type Token } from 'markdown-it';
import { linkSpan, linksAlone, linksIn } from './links.ts';
import type { Inline, Span } from './spans.ts';

/** A longer line is none that somebody typed. */
const LONGEST_LINE = 4 * 1024;
const DEEPEST = 5;

const OPENS_BESIDE = /^[\s("'“„‘«[{¿¡—–\-*~]$/u;
const OPENING = /^["'“„‘«([{¿¡]$/u;
const CLOSES_BESIDE = /^[\s.,;:!?…)"'”“’»\]}—–\-*~]$/u;
const ENDING = /^[.,;:!?…)"'”“’»\]}%]$/u;
const WORD = /^[\p{L}\p{N}\p{M}\p{Sc}\p{Emoji}@`~]$/u;
const SPACE = /^[\s*~]$/;

/**
 * Markdown's inner part, as chats have it: `*` and `~~` mark words, never what stands within one, or beside signs as in
 * code and paths. `_` marks nothing.
 */
class ChatState extends MarkdownIt.StateInline {
  override scanDelims(start: number): ReturnType<StateInline['scanDelims']> {
    const marker = this.src.charAt(start);
    let end = start;
    while (this.src.charAt(end) === marker) end += 1;
    const length = end - start;
    if (marker === '_') return { can_open: false, can_close: false, length };
    const before = Array.from(this.src.slice(Math.max(0, start - 2), start)).at(-1) ?? ' ';
    const after = Array.from(this.src.slice(end, end + 2)).at(0) ?? ' ';
    return {
      can_open: OPENS_BESIDE.test(before) && (WORD.test(after) || (SPACE.test(before) && OPENING.test(after))),
      can_close: CLOSES_BESIDE.test(after) && (WORD.test(before) || (SPACE.test(after) && ENDING.test(before))),
      length,
    };
  }
}

const markdown = new MarkdownIt('zero').enable(['backticks', 'strikethrough', 'emphasis']);
markdown.inline.State = ChatState;
markdown.inline.ruler.at('text', plainWords);
markdown.inline.ruler.before('text', 'address', address);
markdown.inline.ruler.before('backticks', 'apostrophe', apostrophe);

/** The marked words of one line; the marks of a pair stand in the same line. */
export const inline: Inline = (line) => {
  if (!/[*~`]/.test(line) || line.length > LONGEST_LINE) return linksAlone(line);
  const tokens: Token[] = [];
  markdown.inline.parse(line, markdown, { links: linksIn(line) }, tokens);
  return nested(tokens);
};

function address(state: StateInline): boolean {
  const link = nextLink(state);
  if (link?.at !== state.pos) return false;
  Object.assign(state.push('address', 'a', 0), { content: link.text });
  state.pos += link.text.length;
  return true;
}

function plainWords(state: StateInline): boolean {
  const words = state.src.slice(state.pos, nextLink(state)?.at);
  const mark = words.search(/[*~`]/);
  if (mark === 0) return false;
  const found = mark === -1 ? words : words.slice(0, mark);
  state.pending += found;
  state.pos += found.length;
  return true;
}

/** Within a word it is none that marks code. */
function apostrophe(state: StateInline): boolean {
  if (state.src.charAt(state.pos) !== '`' || !/[\p{L}\p{N}]/u.test(state.src.charAt(state.pos - 1))) return false;
  while (state.src.charAt(state.pos) === '`') {
    state.pending += '`';
    state.pos += 1;
  }
  return true;
}

/** The first that is not passed yet. */
function nextLink({ env, pos }: StateInline): ReturnType<typeof linksIn>[number] | undefined {
  const { links } = env as { links: ReturnType<typeof linksIn> };
  while (links[0] !== undefined && links[0].at < pos) links.shift();
  return links[0];
}

/** What is nested deeper than anybody writes keeps its marks. */
function nested(tokens: readonly Token[]): Span[] {
  const top: Span[] = [];
  const open = [top];
  let deeper = 0;
  for (const { type, tag, nesting, content, markup } of tokens) {
    const here = open.at(-1) ?? top;
    if (nesting === 1 && open.length > DEEPEST) {
      deeper += 1;
      here.push(markup);
    } else if (nesting === 1) {
      const inside: Span[] = [];
      here.push({ mark: tag as 'strong' | 'em' | 's', inside });
      open.push(inside);
    } else if (nesting === -1 && deeper > 0) {
      deeper -= 1;
      here.push(markup);
    } else if (nesting === -1) open.pop();
    else if (type === 'code_inline') here.push({ mark: 'code', text: content });
    else if (type === 'address') here.push(linkSpan(content));
    else if (content !== '') here.push(content);
  }
  return top;
}
