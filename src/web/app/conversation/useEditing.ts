import { useCallback, useState } from 'react';
import type { ConversationView, Item } from '../../../client/api.ts';
import { isEditable } from './editable.ts';

/** Which message is being edited, also while it is out of sight; none once it is gone. */
export function useEditing(view: ConversationView | null) {
  const [chosen, setChosen] = useState<Item | null>(null);
  const item = view?.items.find(({ key }) => key === chosen?.key) ?? chosen;
  return {
    editing: item !== null && isEditable(item) ? item : null,
    edit: useCallback((message: Item) => setChosen(message), []),
    /** The last of one's own, where the end of the conversation is in sight. */
    editLast: (): void => {
      if (view !== null && !view.newer) setChosen(view.items.findLast(isEditable) ?? null);
    },
    endEdit: useCallback((): void => setChosen(null), []),
  };
}
