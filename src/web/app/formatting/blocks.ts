import type { Inline, Span } from './spans.ts';
import { wordsOf } from './spans.ts';

export interface List {
  readonly kind: 'list';
  readonly items: readonly Point[];
}

export interface Point {
  /** As it was typed; null where it was none. */
  readonly number: number | null;
  readonly spans: readonly Span[];
  readonly inside: readonly List[];
}

export type Block =
  | { readonly kind: 'text'; readonly spans: readonly Span[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly inside: readonly Block[] }
  | List;

/** A block, and the line after it. */
type Found<B extends Block = Block> = { readonly block: B; readonly next: number } | null;

const DEEPEST = 3;
const LANGUAGE = /^[\w+#.-]{0,20}\s*$/;
const POINT = /^([ \t]*)(?:-|(\d{1,3})[.)])[ \t]+(?=\S)/;

/**
 * A message by its lines: code between ``` and ```, what `> ` quotes, lists of `- ` or `1. `, and text, which keeps every
 * line as it was typed. Each step takes lines for good, so it is done in one go, whatever was typed.
 */
export function blocksOf(text: string, inline: Inline): Block[] {
  return blocksIn(text.split('\n'), inline, 1);
}

function blocksIn(lines: readonly string[], inline: Inline, depth: number): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  let at = 0;
  while (at < lines.length) {
    const found = codeAt(lines, at) ?? quoteAt(lines, at, inline, depth) ?? severalAt(lines, at, inline);
    if (found === null) {
      at += 1;
      continue;
    }
    blocks.push(...textBetween(lines, from, at, inline), found.block);
    from = at = found.next;
  }
  return [...blocks, ...textBetween(lines, from, at, inline)];
}

/** Empty lines beside a block only set it apart. */
function textBetween(lines: readonly string[], from: number, to: number, inline: Inline): Block[] {
  let [first, end] = [from, to];
  if (from > 0) while (first < end && lines[first]?.trim() === '') first += 1;
  if (to < lines.length) while (first < end && lines[end - 1]?.trim() === '') end -= 1;
  return first === end ? [] : [{ kind: 'text', spans: spansOf(lines.slice(first, end), inline) }];
}

function spansOf(lines: readonly string[], inline: Inline): Span[] {
  const spans: Span[] = [];
  const add = (span: Span): void => {
    const before = spans.at(-1);
    if (typeof span === 'string' && typeof before === 'string') spans[spans.length - 1] = before + span;
    else spans.push(span);
  };
  for (const [index, line] of lines.entries()) {
    if (index > 0) add('\n');
    inline(line).forEach(add);
  }
  return spans;
}

/** To its end, or to that of the message. */
function codeAt(lines: readonly string[], at: number): Found {
  const line = lines[at] ?? '';
  const rest = line.slice(3);
  if (!line.startsWith('```') || rest.includes('`') || (at === lines.length - 1 && rest.trim() !== '')) return null;
  const code = LANGUAGE.test(rest) ? [] : [rest];
  for (let next = at + 1; next < lines.length; next += 1) {
    const within = lines[next] ?? '';
    if (!within.trimEnd().endsWith('```')) {
      code.push(within);
      continue;
    }
    const last = within.slice(0, within.lastIndexOf('```'));
    if (last.trim() !== '') code.push(last);
    return { block: { kind: 'code', text: code.join('\n') }, next: next + 1 };
  }
  return code.length === 0 ? null : { block: { kind: 'code', text: code.join('\n') }, next: lines.length };
}

function quoteAt(lines: readonly string[], at: number, inline: Inline, depth: number): Found {
  if (depth > DEEPEST || !/^> \s*\S/.test(lines[at] ?? '')) return null;
  const quoted: string[] = [];
  for (let next = at; /^>( |$)/.test(lines[next] ?? ''); next += 1) quoted.push((lines[next] ?? '').slice(2));
  return { block: { kind: 'quote', inside: blocksIn(quoted, inline, depth + 1) }, next: at + quoted.length };
}

/** One point alone is a dash or a number, and no list. */
function severalAt(lines: readonly string[], at: number, inline: Inline): Found {
  const found = listAt(lines, at, inline, 1);
  const [first, second] = found?.block.items ?? [];
  return second !== undefined || (first?.inside.length ?? 0) > 0 ? found : null;
}

function listAt(lines: readonly string[], at: number, inline: Inline, depth: number): Found<List> {
  const items: { number: number | null; lines: string[]; inside: List[] }[] = [];
  const first = pointOf(lines[at]);
  let next = at;
  for (let point = first; first !== null; point = pointOf(lines[next])) {
    const last = items.at(-1);
    if (point === null) {
      if (last === undefined || last.inside.length > 0 || !/^ {2,}\S/.test(lines[next] ?? '')) break;
      last.lines.push((lines[next] ?? '').trimStart());
      next += 1;
    } else if (last !== undefined && point.indent > first.indent + 1 && depth < DEEPEST) {
      const inner = listAt(lines, next, inline, depth + 1);
      if (inner === null) break;
      last.inside.push(inner.block);
      next = inner.next;
    } else if (point.indent < first.indent - 1 || (point.number === null) !== (first.number === null)) break;
    else {
      items.push({ number: point.number, lines: [point.text], inside: [] });
      next += 1;
    }
  }
  const points = items.map(({ number, lines: said, inside }) => ({ number, spans: spansOf(said, inline), inside }));
  return first === null ? null : { block: { kind: 'list', items: points }, next };
}

function pointOf(line: string | undefined): { indent: number; number: number | null; text: string } | null {
  const match = POINT.exec(line ?? '');
  if (match === null || line === undefined) return null;
  const [mark, space = '', number] = match;
  const indent = space.replaceAll('\t', '    ').length;
  return { indent, number: number === undefined ? null : Number(number), text: line.slice(mark.length) };
}

/** The words alone, for where nothing is formatted. */
export const plainWords = (blocks: readonly Block[]): string => blocks.map(plainWordsOf).join('\n');

function plainWordsOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return wordsOf(block.spans);
    case 'code':
      return block.text;
    case 'quote':
      return plainWords(block.inside).replace(/^/gm, '> ');
    case 'list':
      return block.items
        .map(({ number, spans, inside }) =>
          [`${number === null ? '-' : `${number}.`} ${wordsOf(spans)}`, ...inside.map(plainWordsOf)].join('\n'),
        )
        .join('\n');
  }
}
