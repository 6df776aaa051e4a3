import { type Block, type Inline, parseMarkup } from '../../../protocol/markup.ts';
import { make } from '../dom.ts';

/** A visitor's words as elements. Every text is a text node; links lead only to where http leads. */
export function messageOf(message: string): Node[] {
  return parseMarkup(message).map(blockElement);
}

function blockElement(block: Block): HTMLElement {
  switch (block.kind) {
    case 'paragraph':
      return make('p', {}, ...block.children.map(inlineNode));
    case 'code':
      return make('pre', { dir: 'ltr', tabindex: '0' }, make('code', {}, block.text));
    case 'quote':
      return make('blockquote', {}, ...block.children.map(blockElement));
  }
}

function inlineNode(inline: Inline): Node {
  switch (inline.kind) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'code':
      return make('code', {}, inline.text);
    case 'break':
      return make('br');
    case 'emphasis':
      return make('em', {}, ...inline.children.map(inlineNode));
    case 'strong':
      return make('strong', {}, ...inline.children.map(inlineNode));
    case 'link':
      return make('a', { href: inline.href, rel: 'nofollow ugc noopener' }, inline.text);
  }
}
