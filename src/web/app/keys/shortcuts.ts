import type { SendKey } from '../session/sendKey.ts';
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

const ENTER = { key: 'Enter' } as const;
const MOD_ENTER = { key: 'Enter', mod: true } as const;

/** Where one writes: what sends, as it was chosen on this device. */
export const writing = (sendKey: SendKey): Record<'send' | 'line' | 'edit', Shortcut> => ({
  send: { does: 'keysSend', combinations: [sendKey === 'enter' ? ENTER : MOD_ENTER] },
  line: { does: 'keysLine', combinations: [sendKey === 'enter' ? { ...ENTER, shift: true } : ENTER] },
  edit: { does: 'keysEdit', combinations: [{ key: 'ArrowUp' }] },
});

/** What marks the words that are selected. */
export const marking = {
  bold: { does: 'markBold', combinations: [{ key: 'b', mod: true }] },
  italic: { does: 'markItalic', combinations: [{ key: 'i', mod: true }] },
  struck: { does: 'markStrike', combinations: [{ key: 'x', mod: true, shift: true }] },
  code: { does: 'markCode', combinations: [{ key: 'e', mod: true }] },
} as const satisfies Record<string, Shortcut>;

/** What is formatted by how a line begins. */
export const lineMarks = {
  block: { does: 'markCodeBlock', combinations: [] },
  quote: { does: 'markQuote', combinations: [] },
  list: { does: 'markList', combinations: [] },
} as const satisfies Record<string, Shortcut>;

/** In lists and among messages. */
export const moving = {
  through: { does: 'keysThrough', combinations: [{ key: 'ArrowUp' }, { key: 'ArrowDown' }] },
  ends: { does: 'keysEnds', combinations: [{ key: 'Home' }, { key: 'End' }] },
  out: { does: 'keysOut', combinations: [{ key: 'Escape' }] },
} as const satisfies Record<string, Shortcut>;

export type Anywhere = keyof typeof anywhere;
export type Marking = keyof typeof marking;

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Which of those that act everywhere it is; null: none. */
export const shortcutOf = (event: Pressed): Anywhere | null => pressedOf(anywhere, event);

/** Which of those that mark words it is; null: none. */
export const markingOf = (event: Pressed): Marking | null => pressedOf(marking, event);

/** Ctrl+Enter sends in any case: on no keyboard it does anything else. */
export const isSend = (event: Pressed, sendKey: SendKey): boolean =>
  isPressed(MOD_ENTER, event) || (sendKey === 'enter' && isPressed(ENTER, event));

function pressedOf<Name extends string>(shortcuts: Readonly<Record<Name, Shortcut>>, event: Pressed): Name | null {
  const found = Object.entries<Shortcut>(shortcuts).find(([, { combinations }]) =>
    combinations.some((each) => isPressed(each, event)),
  );
  return (found?.[0] as Name | undefined) ?? null;
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
