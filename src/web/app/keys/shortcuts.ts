import type { WordId } from '../words/words.ts';

/** A combination of keys. `mod` is Ctrl, on a Mac ⌘. */
export interface Combination {
  /** As the event's `key`. */
  readonly key: string;
  readonly mod?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
}

export interface Shortcut {
  readonly does: WordId;
  readonly combinations: readonly Combination[];
}

/** Everywhere in the app. What stands here is what acts, and what the sheet of keys shows. */
export const anywhere = {
  switcher: { does: 'keysSwitcher', combinations: [{ key: 'k', mod: true }] },
  search: { does: 'keysSearch', combinations: [{ key: 'f', mod: true }, { key: '/' }] },
  next: { does: 'keysNext', combinations: [{ key: 'ArrowDown', alt: true }] },
  previous: { does: 'keysPrevious', combinations: [{ key: 'ArrowUp', alt: true }] },
  nextUnread: { does: 'keysNextUnread', combinations: [{ key: 'ArrowDown', alt: true, shift: true }] },
  previousUnread: { does: 'keysPreviousUnread', combinations: [{ key: 'ArrowUp', alt: true, shift: true }] },
  keys: { does: 'keysHelp', combinations: [{ key: '?' }] },
} as const satisfies Record<string, Shortcut>;

/** Where one writes. */
export const writing = {
  send: { does: 'keysSend', combinations: [{ key: 'Enter' }] },
  line: { does: 'keysLine', combinations: [{ key: 'Enter', shift: true }] },
  edit: { does: 'keysEdit', combinations: [{ key: 'ArrowUp' }] },
} as const satisfies Record<string, Shortcut>;

/** In lists and among messages. */
export const moving = {
  through: { does: 'keysThrough', combinations: [{ key: 'ArrowUp' }, { key: 'ArrowDown' }] },
  ends: { does: 'keysEnds', combinations: [{ key: 'Home' }, { key: 'End' }] },
  out: { does: 'keysOut', combinations: [{ key: 'Escape' }] },
} as const satisfies Record<string, Shortcut>;

export type Anywhere = keyof typeof anywhere;

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Which of those that act everywhere it is; null: none. */
export function shortcutOf(event: Pressed): Anywhere | null {
  const found = Object.entries<Shortcut>(anywhere).find(([, { combinations }]) =>
    combinations.some((each) => isPressed(each, event)),
  );
  return (found?.[0] as Anywhere | undefined) ?? null;
}

function isPressed({ key, mod = false, alt = false, shift = false }: Combination, event: Pressed): boolean {
  const isSign = key.length === 1 && !/[a-z]/.test(key);
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === mod &&
    event.altKey === alt &&
    // A sign may stand behind Shift on one keyboard, and not on another.
    (isSign || event.shiftKey === shift)
  );
}

const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓' };

/** What is printed on the keys, in the order in which they are pressed. */
export function keysOf({ key, mod, alt, shift }: Combination, isMac: boolean): string[] {
  const names = isMac ? { mod: '⌘', alt: '⌥', shift: '⇧' } : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift' };
  const name = ARROWS[key] ?? (key === 'Escape' ? 'Esc' : key.length === 1 ? key.toUpperCase() : key);
  return [mod && names.mod, alt && names.alt, shift && names.shift, name].filter((each) => typeof each === 'string');
}
