import type { Key } from 'ink';
import type { Edit } from './editor.ts';

/** What a key asks for, beside typing. */
export type Act =
  | { readonly edit: Edit }
  | { readonly go: number }
  | {
      readonly act:
        | 'submit'
        | 'newline'
        | 'complete'
        | 'switcher'
        | 'nextActivity'
        | 'pageUp'
        | 'pageDown'
        | 'redraw'
        | 'editor'
        | 'leave'
        | 'escape';
    }
  | { readonly type: string };

const CTRL: Readonly<Record<string, Act>> = {
  a: { edit: 'beginning' },
  e: { edit: 'end' },
  b: { edit: 'back' },
  f: { edit: 'forward' },
  h: { edit: 'rubout' },
  k: { act: 'switcher' },
  u: { edit: 'killToStart' },
  w: { edit: 'killWordBack' },
  y: { edit: 'yank' },
  p: { edit: 'older' },
  n: { edit: 'newer' },
  l: { act: 'redraw' },
  x: { act: 'editor' },
  j: { act: 'newline' },
  c: { act: 'leave' },
};

const ALT: Readonly<Record<string, Act>> = {
  a: { act: 'nextActivity' },
  b: { edit: 'backWord' },
  f: { edit: 'forwardWord' },
  d: { edit: 'killWord' },
  k: { edit: 'killToEnd' },
};

/** @param isEmpty whether nothing has been typed: Ctrl+D leaves then, and deletes otherwise */
export function actOf(input: string, key: Key, isEmpty: boolean): Act | null {
  if (key.ctrl && input === 'd') return isEmpty ? { act: 'leave' } : { edit: 'delete' };
  if (key.return) return { act: key.meta || key.shift ? 'newline' : 'submit' };
  if (key.escape) return { act: 'escape' };
  if (key.tab) return { act: 'complete' };
  if (key.pageUp) return { act: 'pageUp' };
  if (key.pageDown) return { act: 'pageDown' };
  const moved = movement(key);
  if (moved !== null) return { edit: moved };
  if (key.meta && /^[1-9]$/.test(input)) return { go: Number(input) };
  if (key.ctrl || key.meta) return (key.ctrl ? CTRL : ALT)[input.toLowerCase()] ?? null;
  return input === '' ? null : { type: input };
}

const CONTROLS: Readonly<Record<string, Act>> = {
  '\r': { act: 'submit' },
  '\t': { act: 'complete' },
  '\b': { edit: 'rubout' },
  '\u007f': { edit: 'rubout' },
};

/** What came at once and was not pasted, key by key: none of what a terminal obeys gets into the text. */
export function actsIn(typed: string): Act[] {
  const parts = typed.split(/(\p{Cc})/u).filter((part) => part !== '');
  return parts.flatMap((part) => {
    if (!/\p{Cc}/u.test(part)) return [{ type: part }];
    const letter = String.fromCharCode(part.charCodeAt(0) + 0x60);
    return CONTROLS[part] ?? CTRL[letter] ?? [];
  });
}

function movement(key: Key): Edit | null {
  const byWord = key.ctrl || key.meta;
  if (key.home) return 'beginning';
  if (key.end) return 'end';
  if (key.upArrow) return 'older';
  if (key.downArrow) return 'newer';
  if (key.leftArrow) return byWord ? 'backWord' : 'back';
  if (key.rightArrow) return byWord ? 'forwardWord' : 'forward';
  if (key.backspace) return byWord ? 'killWordBack' : 'rubout';
  if (key.delete) return 'delete';
  return null;
}
