/** HTML of a comment, as Disqus exports it, in our small Markdown. What it has beyond that is left out. */
export function textOfHtml(source: string): string {
  const written: string[] = [];
  const links: string[] = [];
  let quotes = 0;
  const put = (text: string): void =>
    void written.push(quotes === 0 ? text : text.replaceAll('\n', `\n${'> '.repeat(quotes)}`));
  for (const [, closing, name, attributes, text] of source.matchAll(TAG_OR_TEXT)) {
    const tag = name?.toLowerCase() ?? '';
    if (text !== undefined) put(unescaped(text));
    else if (tag === 'blockquote') {
      quotes = Math.min(DEEPEST_QUOTE, Math.max(0, quotes + (closing === '' ? 1 : -1)));
      put('\n\n');
    } else if (tag === 'a') put(closing === '' ? linkStart(attributes ?? '', links) : (links.pop() ?? ''));
    else put(marks[tag]?.[closing === '' ? 0 : 1] ?? '');
  }
  return withoutEmptyEnds(written.join('').split('\n'))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

const DEEPEST_QUOTE = 3;
const isWritten = (line: string): boolean => /[^> ]/.test(line);

function withoutEmptyEnds(lines: readonly string[]): string[] {
  return lines.slice(Math.max(0, lines.findIndex(isWritten)), lines.findLastIndex(isWritten) + 1);
}

/** A tag, or the text up to the next; a `<` that begins no tag is text. */
const TAG_OR_TEXT = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:[\s/][^<>]*)?)>|((?:[^<]|<(?!\/?[a-zA-Z][^<>]*>))+)/g;

/** What stands for a tag, and for its end. */
const marks: Readonly<Record<string, readonly [string, string]>> = {
  p: ['', '\n\n'],
  div: ['', '\n'],
  br: ['\n', ''],
  li: ['- ', '\n'],
  b: ['**', '**'],
  strong: ['**', '**'],
  i: ['*', '*'],
  em: ['*', '*'],
  code: ['`', '`'],
  pre: ['\n```\n', '\n```\n'],
};

/** Puts what stands at its end on `links`. Only http(s) leads anywhere. */
function linkStart(attributes: string, links: string[]): string {
  const href = unescaped(/\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes)?.slice(1).find(Boolean) ?? '');
  const whole = /^https?:\/\/[^\s()<>"]+$/i.test(href);
  links.push(whole ? `](${href})` : '');
  return whole ? '[' : '';
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const unescaped = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,5}));/gi,
    (whole, hex?: string, decimal?: string, name = '') => {
      if (hex === undefined && decimal === undefined) return named[name.toLowerCase()] ?? whole;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point).toWellFormed() : whole;
    },
  );
