import { type Editor, emptyEditor, withText } from './editor.ts';
import { useNewest } from './useNewest.ts';

/** The line that is being typed. */
export function useEditor(typed: string) {
  const [editor, now, set] = useNewest<Editor>(withText(emptyEditor, typed));
  return {
    editor,
    /** The line as it is at this moment, which the screen may not show yet. */
    now,
    edit: (change: (before: Editor) => Editor) => set(change(now())),
  };
}
