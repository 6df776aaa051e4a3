import { button, make } from '../dom.ts';
import type { ContactWords } from './words.ts';

/** What is left once a message is sent: the link that reads the answer. */
export function createPrivateLink(link: string, words: ContactWords, announce: (said: string) => void): HTMLElement {
  const field = make('input', { id: 'private-link', type: 'text', readonly: true, dir: 'ltr', spellcheck: 'false' });
  field.value = link;
  field.addEventListener('focus', () => field.select());
  const copy = button(words.copy, 'main', () => {
    field.select();
    const copied = (): void => {
      copy.firstElementChild?.replaceChildren(words.copied);
      announce(words.copied);
    };
    // Where a page may not write to the clipboard, the link is selected and can be copied by hand.
    navigator.clipboard?.writeText(link).then(copied, () => undefined);
  });
  return make(
    'div',
    { class: 'question', tabindex: '-1' },
    make('h2', {}, words.sent),
    make('p', {}, words.keep),
    make('div', { class: 'field' }, make('label', { for: 'private-link' }, words.link), field),
    make(
      'div',
      { class: 'buttons' },
      copy,
      make('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, words.open),
    ),
  );
}
