import { parseMarkup, type Block, type Inline } from '../../../protocol/markup.ts';
import { html, type Html } from './html.ts';

/** A visitor's message as HTML. Its links are nobody's recommendation, and the pages behind them get no hold of this one. */
export const messageHtml = (message: string): Html => html`${parseMarkup(message).map(blockHtml)}`;

function blockHtml(block: Block): Html {
  if (block.kind === 'code') return html`<pre><code>${block.text}</code></pre>`;
  if (block.kind === 'quote') return html`<blockquote>${block.children.map(blockHtml)}</blockquote>`;
  return html`<p>${block.children.map(inlineHtml)}</p>`;
}

function inlineHtml(inline: Inline): Html {
  switch (inline.kind) {
    case 'text':
      return html`${inline.text}`;
    case 'break':
      return html`<br />`;
    case 'code':
      return html`<code>${inline.text}</code>`;
    case 'emphasis':
      return html`<em>${inline.children.map(inlineHtml)}</em>`;
    case 'strong':
      return html`<strong>${inline.children.map(inlineHtml)}</strong>`;
    case 'link':
      return html`<a href="${inline.href}" rel="nofollow ugc noopener">${inline.text}</a>`;
  }
}
