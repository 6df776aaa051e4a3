/** The line that is being typed, with what came before it. Positions are in UTF-16 units, moves by what a person sees as one sign. */
export interface Editor {
  readonly text: string;
  readonly cursor: number;
  /** What was cut last, for Ctrl+Y. */
  readonly killed: string;
  /** Lines of before, the oldest first. */
  readonly history: readonly string[];
  /** Which of them is shown; their number: the draft. */
  readonly at: number;
  readonly draft: string;
}

const MOST_HISTORY = 500;
const signs = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const emptyEditor: Editor = { text: '', cursor: 0, killed: '', history: [], at: 0, draft: '' };

export function insert(editor: Editor, typed: string): Editor {
  const { text, cursor } = editor;
  return { ...editor, text: text.slice(0, cursor) + typed + text.slice(cursor), cursor: cursor + typed.length };
}

export function withText(editor: Editor, text: string, cursor = text.length): Editor {
  return { ...editor, text, cursor };
}

/** The line goes off: it is history now. */
export function submitted(editor: Editor): Editor {
  const { text, history } = editor;
  const kept = text.trim() === '' || text === history.at(-1) ? history : [...history, text].slice(-MOST_HISTORY);
  return { ...emptyEditor, killed: editor.killed, history: kept, at: kept.length };
}

const to = (place: (editor: Editor) => number) => (editor: Editor) => ({ ...editor, cursor: place(editor) });

/** Cuts from the cursor to that place, for Ctrl+Y. */
const kill = (place: (editor: Editor) => number) => (editor: Editor) => {
  const [start = 0, end = 0] = [editor.cursor, place(editor)].toSorted((a, b) => a - b);
  if (start === end) return editor;
  const { text } = editor;
  return { ...editor, text: text.slice(0, start) + text.slice(end), cursor: start, killed: text.slice(start, end) };
};

/** As `kill`, and what was cut before stays. */
const rub = (place: (editor: Editor) => number) => (editor: Editor) => ({
  ...kill(place)(editor),
  killed: editor.killed,
});

const start = ({ text, cursor }: Editor) => text.lastIndexOf('\n', cursor - 1) + 1;
const end = ({ text, cursor }: Editor) => {
  const at = text.indexOf('\n', cursor);
  return at < 0 ? text.length : at;
};
const left = ({ text, cursor }: Editor) => Array.from(signs.segment(text.slice(0, cursor))).at(-1)?.index ?? 0;
const right = ({ text, cursor }: Editor) => {
  const [next] = signs.segment(text.slice(cursor));
  return cursor + (next?.segment.length ?? 0);
};
const wordLeft = ({ text, cursor }: Editor) =>
  text.slice(0, cursor).replace(/[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u, '').length;
const wordStart = ({ text, cursor }: Editor) => text.slice(0, cursor).trimEnd().replace(/\S+$/, '').length;
const wordRight = ({ text, cursor }: Editor) => {
  const [skipped = ''] = /^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(text.slice(cursor)) ?? [];
  return cursor + skipped.length;
};

const shown = (editor: Editor, at: number): Editor => {
  if (at < 0 || at > editor.history.length) return editor;
  const draft = editor.at === editor.history.length ? editor.text : editor.draft;
  const text = editor.history[at] ?? draft;
  return { ...editor, at, draft, text, cursor: text.length };
};

/** What keys do, by the names that readline has for it. */
export const edits = {
  beginning: to(start),
  end: to(end),
  back: to(left),
  forward: to(right),
  backWord: to(wordLeft),
  forwardWord: to(wordRight),
  rubout: rub(left),
  delete: rub(right),
  killToEnd: kill(end),
  killToStart: kill(start),
  killWordBack: kill(wordStart),
  killWord: kill(wordRight),
  yank: (editor: Editor) => insert(editor, editor.killed),
  older: (editor: Editor) => shown(editor, editor.at - 1),
  newer: (editor: Editor) => shown(editor, editor.at + 1),
} as const;

export type Edit = keyof typeof edits;
