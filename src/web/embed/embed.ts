import { defineElement, NAME } from './element.ts';

// The tag for other people's pages: puts comments, or a contact form, where the tag stands. In the page's head it only
// makes the element known, for pages that write `<waxwing-comments>` themselves.

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const { origin } = new URL(script.src);
  defineElement(origin);
  if (!document.head.contains(script)) {
    const element = document.createElement(NAME);
    Object.assign(element.dataset, script.dataset, { server: origin });
    script.after(element);
  }
}
