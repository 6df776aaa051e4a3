import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Edit, type Editor, edits, emptyEditor, insert, submitted, withText } from './editor.ts';

const type = (text: string, ...then: Edit[]): Editor =>
  then.reduce((editor, edit) => edits[edit](editor), insert(emptyEditor, text));

test.each<[string, Edit[], string]>([
  ['hello world', ['killWordBack'], 'hello |'],
  ['hello world', ['killToStart'], '|'],
  ['hello world', ['beginning', 'killToEnd', 'yank', 'yank'], 'hello worldhello world|'],
  ['hello world', ['beginning', 'forwardWord'], 'hello| world'],
  ['hello world', ['backWord', 'backWord', 'killWord'], '| world'],
  ['one\ntwo', ['beginning'], 'one\n|two'],
  ['one\ntwo', ['beginning', 'back', 'beginning', 'end'], 'one|\ntwo'],
  ['a👩‍👩‍👧b', ['back', 'rubout'], 'a|b'],
  ['é', ['rubout'], '|'],
  ['ab', ['beginning', 'delete'], '|b'],
])('%j after %j', (text, then, expected) => {
  const { text: now, cursor } = type(text, ...then);
  expect(`${now.slice(0, cursor)}|${now.slice(cursor)}`).toBe(expected);
});

test('history leads back to what was sent, and forward to what was being written', () => {
  const sent = ['one', 'two', 'two', '  '].reduce((editor, text) => submitted(withText(editor, text)), emptyEditor);
  expect(sent.history).toEqual(['one', 'two']);
  const draft = insert(sent, 'a draft');
  const back = edits.older(edits.older(edits.older(draft)));
  expect(back.text).toBe('one');
  expect(edits.newer(edits.newer(edits.newer(back)))).toMatchObject({ text: 'a draft', cursor: 7 });
});

test('whatever is typed, the cursor stays within the text', () => {
  const names = Object.keys(edits) as Edit[];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'grapheme' }))), (acts) => {
      let editor: Editor = { ...emptyEditor, history: ['older', 'newer\nlines'], at: 2 };
      for (const act of acts) editor = names.includes(act as Edit) ? edits[act as Edit](editor) : insert(editor, act);
      expect(editor.cursor).toBeGreaterThanOrEqual(0);
      expect(editor.cursor).toBeLessThanOrEqual(editor.text.length);
    }),
  );
});
