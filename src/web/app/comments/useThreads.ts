import { useCallback } from 'react';
import type { Outcome } from '../../../client/api.ts';
import type { OwnThread } from '../../../protocol/api/threads.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';

/** All threads, asked for again when something new is in the inbox. */
export function useThreads() {
  const client = useClient();
  const unread = useClientState((state) => state.unread);
  const ask = useCallback(async (): Promise<Outcome<{ all: OwnThread[]; on: boolean }>> => {
    const all: OwnThread[] = [];
    for (let after: string | undefined; ;) {
      const outcome = await client.threads(after);
      if (!outcome.ok) return outcome;
      all.push(...outcome.threads);
      if (outcome.next === null) return { ok: true, all, on: outcome.on };
      after = outcome.next;
    }
    // eslint-disable-next-line react/exhaustive-deps -- what is unread says when to ask again
  }, [client, unread]);
  const { value, failed, reload } = useFetched(ask);
  return { all: value?.all ?? null, on: value?.on ?? null, failed, reload };
}

export type Threads = ReturnType<typeof useThreads>;
