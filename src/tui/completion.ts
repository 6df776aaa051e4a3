import { commands } from './command.ts';
import type { Editor } from './editor.ts';

export interface Completion {
  readonly editor: Editor;
  /** All that fit, when there are several. */
  readonly choices: readonly string[];
}

/**
 * Completes the word before the cursor: a command at the beginning of the line, a name after it, after `@`, or anywhere.
 * @param names of people and rooms
 */
export function complete(editor: Editor, names: readonly string[]): Completion {
  const before = editor.text.slice(0, editor.cursor);
  const [word = ''] = /\S*$/.exec(before) ?? [];
  const isFirst = before.length === word.length;
  const sign = /^[@/]/.exec(word)?.[0] ?? '';
  if (word === '' || (sign === '/' && !isFirst)) return { editor, choices: [] };
  const from = sign === '/' ? Object.keys(commands) : names;
  const typed = word.slice(sign.length).toLowerCase();
  const fitting = [...new Set(from)].filter((one) => one.startsWith(typed)).toSorted();
  if (fitting.length === 0) return { editor, choices: [] };
  const only = fitting.length === 1;
  const end = only ? (isFirst && sign === '' ? ': ' : ' ') : '';
  const completed = `${sign}${only ? fitting[0] : commonStart(fitting)}${end}`;
  const text = before.slice(0, before.length - word.length) + completed;
  return {
    editor: { ...editor, text: text + editor.text.slice(editor.cursor), cursor: text.length },
    choices: only ? [] : fitting.map((one) => sign + one),
  };
}

function commonStart(words: readonly string[]): string {
  const [first = '', ...rest] = words;
  let length = first.length;
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
