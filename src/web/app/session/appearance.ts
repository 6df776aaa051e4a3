/** What can be chosen of how Waxwing looks on this device; the first of each is what nobody chose. */
export const looks = {
  theme: ['system', 'light', 'dark'],
  contrast: ['system', 'more'],
  density: ['comfortable', 'compact'],
} as const;

export type Look = keyof typeof looks;
export type Choice<L extends Look> = (typeof looks)[L][number];

// public/theme.js reads them, too, before the page is drawn.
const keyOf = (look: Look): string => `waxwing.${look}`;

export function chosen<L extends Look>(look: L): Choice<L> {
  const choices: readonly Choice<L>[] = looks[look];
  try {
    const stored = localStorage.getItem(keyOf(look));
    return choices.find((choice) => choice === stored) ?? looks[look][0];
  } catch {
    return looks[look][0];
  }
}

export function choose<L extends Look>(look: L, choice: Choice<L>): void {
  const isUsual = choice === looks[look][0];
  try {
    if (isUsual) localStorage.removeItem(keyOf(look));
    else localStorage.setItem(keyOf(look), choice);
  } catch {
    // Without storage the choice holds until the page closes.
  }
  const page = document.documentElement.dataset;
  if (!isUsual) page[look] = choice;
  else if (look === 'contrast' && matchMedia('(prefers-contrast: more)').matches) page[look] = 'more';
  else delete page[look];
}
