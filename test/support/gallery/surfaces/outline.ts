import type { Surface } from './surface.ts';

// What is to be seen of a surface, to be compared: with a hostile text in it it has to be what it is with a harmless word.

/** Harmless: a surface with it is what the same one with another text is compared with. */
export const WORD = 'Harmlessword';

/** They differ from one copy of a surface to the next, or follow from the text by a rule of their own. */
const UNLIKE = new Set([
  'id',
  'for',
  'name',
  'style',
  'data-hue',
  'data-collection',
  'aria-controls',
  'aria-labelledby',
  'aria-describedby',
]);
const ADDRESSES = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'srcset', 'ping'];
const SAFE = /^(https?:\/\/|mailto:|#?\/?[\w-]+(\/|$|\?))/;
/** What marks in a text are made of. */
const MARKS = new Set('A BLOCKQUOTE BR BUTTON CODE DIV EM LI MARK OL P PATH PRE S SPAN STRONG SVG UL'.split(' '));

/** What is wrong with a surface that has a text in it, beside how it looks with `WORD`; null: nothing. */
export function faultOf(surface: Surface, text: string, shown: readonly Element[], harmless: readonly Element[]) {
  const wrong = shown.flatMap(dangers)[0];
  if (wrong !== undefined) return wrong;
  const reads = surface.reads?.(text) ?? text;
  if (reads === '') return null;
  const forms = [reads, ...inAddresses(reads)];
  const seen = surface.marked
    ? bareOf(shown).replaceAll(bare(reads), WORD)
    : forms.reduce((outline, form) => outline.replaceAll(form, WORD), outlineOf(shown));
  const wanted = surface.marked ? bareOf(harmless) : outlineOf(harmless);
  if (seen !== wanted) return `${partOf(seen, wanted)} is there and not ${partOf(wanted, seen)}`;
  const alien = surface.marked ? alienIn(shown, harmless) : undefined;
  return alien === undefined ? null : `made of it: ${alien.outerHTML}`;
}

/** As a part of an address. */
const inAddresses = (text: string): string[] => [
  encodeURIComponent(text.toWellFormed()),
  new URLSearchParams({ text }).toString().slice('text='.length),
];

/** Of one text, where it begins to be another. */
function partOf(text: string, other: string): string {
  const at = Array.from(text).findIndex((_, index) => text[index] !== other[index]);
  return text.slice(Math.max(0, at - 60), at + 60);
}

/** Whether the harmless word is there at all. */
export const isThere = (elements: readonly Element[]): boolean =>
  outlineOf(elements).includes(WORD) || bareOf(elements).includes(WORD);

/** All elements with all that is in them, as text. What is there for the eye alone, as initials, has no words. */
export const outlineOf = (elements: readonly Element[]): string => elements.map(outlineOfNode).join('');

function outlineOfNode(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element)) return '';
  const hidden = node.getAttribute('aria-hidden') === 'true' && node.children.length === 0;
  const attributes = [...node.attributes].flatMap(({ name, value }) => (UNLIKE.has(name) ? [] : [` ${name}=${value}`]));
  const inside = hidden ? '' : [...node.childNodes].map(outlineOfNode).join('');
  return `<${node.tagName}${attributes.join('')}>${inside}</>`;
}

/** Lines and points of a list are elements: between them stand no line breaks. */
const bare = (text: string): string => text.replaceAll(/\s+/g, '');

const bareOf = (elements: readonly Element[]): string => bare(elements.map(({ textContent }) => textContent).join(''));

function alienIn(shown: readonly Element[], harmless: readonly Element[]): Element | undefined {
  const known = new Set(harmless.flatMap(allIn).map(({ tagName }) => tagName));
  return shown.flatMap(allIn).find(({ tagName }) => !known.has(tagName) && !MARKS.has(tagName.toUpperCase()));
}

/** What runs, or leads or loads from anywhere that is no address of the web or of this app. */
function dangers(root: Element): string[] {
  return allIn(root).flatMap((element) =>
    [...element.attributes].flatMap(({ name, value }) => {
      const bad = name.startsWith('on') || name === 'srcdoc' || (ADDRESSES.includes(name) && !SAFE.test(value));
      return bad ? [`${element.tagName} has ${name}=${value}`] : [];
    }),
  );
}

const allIn = (root: Element): Element[] => [root, ...root.querySelectorAll('*')];
