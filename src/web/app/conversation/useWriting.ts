import { useCallback, useRef } from 'react';
import type { ConversationView, Item } from '../../../client/api.ts';
import { useSentToLatest } from '../session/client.ts';
import { useDraft } from '../session/useDraft.ts';
import { useEditing } from './useEditing.ts';

/** What goes on in the box below a conversation or a room: a draft, perhaps an answer to a message, or the editing of one. */
export function useWriting(conversation: string, view: ConversationView | null) {
  const box = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(conversation, view?.draft ?? null);
  const { write, replyTo } = draft;
  const editing = useEditing(view);
  const { endEdit } = editing;
  const startReply = useCallback(
    (item: Item): void => {
      endEdit();
      write({ replyTo: item.key });
      box.current?.focus();
    },
    [endEdit, write],
  );
  const quoted = view?.items.find((item) => item.key === replyTo) ?? null;
  return { ...editing, box, draft, quoted, startReply, toLatest: useSentToLatest(view) };
}
