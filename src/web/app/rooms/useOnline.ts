import { useEffect, useState } from 'react';
import type { OnlinePerson } from '../../../protocol/api/rooms.ts';
import type { Failed } from '../words/failures.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCalmly } from '../session/useCalmly.ts';

/** No server keeps a page counting for ever. */
const MOST = 100_000;

/** All who are online in a room, page after page; anew when people come and go. Null: not here yet. */
export function useOnline(room: string): {
  readonly people: readonly OnlinePerson[] | null;
  readonly failed: Failed | null;
} {
  const client = useClient();
  const presence = useCalmly(useClientState((state) => state.presence));
  const [people, setPeople] = useState<readonly OnlinePerson[] | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<void> => {
      const all: OnlinePerson[] = [];
      for (let more = true; more && current;) {
        const outcome = await client.online(room, all.at(-1)?.username);
        if (!outcome.ok) return setFailed(outcome);
        all.push(...outcome.online);
        more = outcome.more && outcome.online.length > 0 && all.length < MOST;
      }
      if (!current) return;
      setPeople(all);
      setFailed(null);
    };
    void ask();
    return () => {
      current = false;
    };
  }, [client, room, presence]);
  return { people, failed };
}
