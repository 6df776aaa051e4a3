type Attributes = Readonly<Record<string, string | boolean | null>>;

/** An element with its attributes and children. Text stays text: nothing here is ever read as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** What is on a button stands in an element of its own, so that the button's colour can be the ground for it. */
export function button(words: string, look: 'main' | 'plain' | 'quiet', press: () => void): HTMLButtonElement {
  const made = make('button', { type: 'button', class: look }, make('span', {}, words));
  made.addEventListener('click', press);
  return made;
}
