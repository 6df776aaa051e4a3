import { mountComments } from './comments/mountComments.ts';
import css from './embed.css?inline';
import { make } from './dom.ts';
import { type ContactModule, type Given, readGiven } from './given.ts';
import { fieldWords } from './words/fields.ts';

/** How near the eye comes before anything is fetched. */
const NEAR = '600px';
export const NAME = 'waxwing-comments';

/**
 * Makes `<waxwing-comments>` known to the page, once, whichever script comes first.
 * @param server origin of the server whose script this is
 */
export function defineElement(server: string): void {
  if (customElements.get(NAME)) return;
  customElements.define(
    NAME,
    class extends HTMLElement {
      connectedCallback(): void {
        if (this.shadowRoot) return;
        const root = this.attachShadow({ mode: 'open' });
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        root.adoptedStyleSheets = [sheet];
        whenNear(this, () => mount(root, readGiven(this, server)));
      }
    },
  );
}

function whenNear(element: HTMLElement, begin: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      begin();
    },
    { rootMargin: NEAR },
  );
  observer.observe(element);
}

function mount(root: ShadowRoot, given: Given): void {
  if (given.mode === 'comments') return mountComments(root, given);
  const waiting = make('p', { class: 'faint' });
  root.append(waiting);
  const script: Promise<ContactModule> = import(/* @vite-ignore */ `${given.server}/embed/contact.js`);
  script.then(
    ({ mountContact }) => {
      waiting.remove();
      mountContact(root, given);
    },
    () => waiting.append(fieldWords[given.language].noForm),
  );
}
