import { useEffect, useState } from 'react';
import { canTell } from './board.ts';

/** Whether the person lets this browser show notifications, as they may change it at any time in the browser's settings. */
export function useAllowed(): boolean {
  const [allowed, setAllowed] = useState(false);
  useEffect(() => {
    if (!canTell()) return undefined;
    const ended = new AbortController();
    const watch = async (): Promise<void> => {
      const status = await navigator.permissions.query({ name: 'notifications' });
      const look = (): void => setAllowed(status.state === 'granted');
      if (ended.signal.aborted) return;
      look();
      status.addEventListener('change', look, { signal: ended.signal });
    };
    // Some browsers know the permission, and not how to follow it.
    watch().catch(() => setAllowed(Notification.permission === 'granted'));
    return () => ended.abort();
  }, []);
  return allowed;
}
