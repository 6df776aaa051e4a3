import { useRef, useState } from 'react';
import { type Editor, emptyEditor, withText } from './editor.ts';

/** The line that is being typed. Several keys may come at once: each goes on from what the one before has left. */
export function useEditor(typed: string) {
  const [editor, setEditor] = useState<Editor>(() => withText(emptyEditor, typed));
  const newest = useRef(editor);
  return {
    editor,
    /** The line as it is at this moment, which the screen may not show yet. */
    now: () => newest.current,
    edit(change: (before: Editor) => Editor) {
      newest.current = change(newest.current);
      setEditor(newest.current);
    },
  };
}
