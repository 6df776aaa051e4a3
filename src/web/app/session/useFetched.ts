import { useCallback, useEffect, useState } from 'react';
import type { Outcome } from '../../../client/api.ts';
import type { Failed } from '../words/failures.ts';

/** What a call answers, asked for at once and again when it is another or `reload` says so. Null: not here yet. */
export function useFetched<T extends object>(ask: () => Promise<Outcome<T>>) {
  const [value, setValue] = useState<T | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let current = true;
    const fetch = async (): Promise<void> => {
      const outcome = await ask();
      if (!current) return;
      setFailed(outcome.ok ? null : outcome);
      if (outcome.ok) setValue(outcome);
    };
    void fetch();
    return () => {
      current = false;
    };
  }, [ask, asked]);
  return { value, failed, reload: useCallback(() => setAsked((times) => times + 1), []) };
}
