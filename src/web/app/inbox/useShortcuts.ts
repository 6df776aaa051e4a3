import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useClientState } from '../session/client.ts';

/** Ctrl or Cmd+K begins a message; Alt+Up and Alt+Down go through the conversations, with Shift the unread ones. */
export function useShortcuts(conversation: string | null, begin: () => void): void {
  const inbox = useClientState((state) => state.inbox);
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (document.querySelector('[role=dialog]')) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return begin();
      }
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const from = inbox.findIndex((row) => row.conversation === conversation);
      for (let to = from === -1 && step === -1 ? -1 : from + step; inbox[to] !== undefined; to += step) {
        const row = inbox[to];
        if (row && (!event.shiftKey || row.unread > 0)) return navigate(`/c/${row.conversation}`);
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [inbox, conversation, begin, navigate]);
}
