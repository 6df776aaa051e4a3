import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { ConversationView } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import type { MenuEntry } from '../ui/Menu.tsx';
import { t } from '../words/words.ts';

interface Sheets {
  onNotify: () => void;
  onLifetime: () => void;
  onSafety: () => void;
  onBlock: () => void;
}

/** What the menu of a direct conversation has. */
export function useMenu(
  view: ConversationView | null,
  { onNotify, onLifetime, onSafety, onBlock }: Sheets,
): MenuEntry[] {
  const client = useClient();
  const markUnread = useMarkUnread('/');
  if (view === null) return [];
  const { conversation, sealed, blocked, with: person } = view;
  const unblock = (): void => void client.setBlocked(person.account, false);
  return [
    { icon: 'unread', words: t('markUnread'), act: () => markUnread(conversation) },
    { icon: 'bell', words: t('notifyTitle'), act: onNotify },
    { icon: 'clock', words: t('lifetime'), act: onLifetime },
    ...(sealed ? [{ icon: 'shield', words: t('safetyNumber'), act: onSafety } as const] : []),
    blocked
      ? { icon: 'block', words: t('unblockPerson', { name: person.displayName }), act: unblock }
      : { icon: 'block', words: t('blockPerson', { name: person.displayName }), act: onBlock, danger: true },
  ];
}

/** Marks it and leaves: what stands open is read. @param back where one goes then */
export function useMarkUnread(back: string): (conversation: string, key?: string) => void {
  const client = useClient();
  const [, navigate] = useLocation();
  return useCallback(
    (conversation, key) => {
      navigate(back);
      void client.markUnread(conversation, key);
    },
    [client, navigate, back],
  );
}
