import type { CommentOrder } from '../../protocol/comments.ts';
import { type Language, readLanguage } from './words/language.ts';

/** What a tag on a page asks for. */
export interface Given {
  /** Origin of the server. */
  readonly server: string;
  /** Key of the thread. */
  readonly thread: string;
  readonly mode: 'comments' | 'contact';
  /** Null: as the server has it. */
  readonly order: CommentOrder | null;
  readonly language: Language;
  /** Of the page, for times and numbers. */
  readonly locale: string;
}

/** What the contact form's own script, `embed/contact.js` of the server, offers. */
export interface ContactModule {
  readonly mountContact: (root: ShadowRoot, given: Given) => void;
}

/** @param server origin of the server whose script this is; an element may name another */
export function readGiven(element: HTMLElement, server: string): Given {
  const { thread, mode, order, lang } = element.dataset;
  return {
    server: element.dataset['server'] ?? server,
    thread: thread || pageAddress(),
    mode: mode === 'contact' ? 'contact' : 'comments',
    order: order === 'oldest' || order === 'newest' ? order : null,
    ...readLanguage(lang ?? element.closest('[lang]')?.getAttribute('lang') ?? navigator.language),
  };
}

/** The page's one address, whatever it was reached by. */
function pageAddress(): string {
  const canonical = document.querySelector<HTMLLinkElement>('link[rel~="canonical"][href]');
  const address = new URL(canonical?.href ?? location.href);
  address.hash = '';
  return address.href;
}
