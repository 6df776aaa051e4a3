import { useCallback, useEffect, useState } from 'react';
import type { Room } from '../../../protocol/api/rooms.ts';
import { useClient, useClientState } from '../session/client.ts';
import { share } from '../session/share.ts';
import { useCalmly } from '../session/useCalmly.ts';

/** Every room of the server; asked for anew when people come and go or this account joins or leaves. Null: not here yet. */
export function useRooms(): { readonly rooms: readonly Room[] | null; readonly reload: () => void } {
  const client = useClient();
  const presence = useCalmly(useClientState((state) => state.presence));
  const joined = useClientState((state) => state.rooms.length);
  const online = useClientState((state) => state.connection === 'online');
  const [rooms, setRooms] = useState<readonly Room[] | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<void> => {
      const outcome = await client.rooms();
      if (current && outcome.ok) setRooms((before) => share<readonly Room[] | null>(before, outcome.rooms));
    };
    if (online) void ask();
    return () => {
      current = false;
    };
  }, [client, presence, joined, online, asked]);
  return { rooms, reload: useCallback(() => setAsked((times) => times + 1), []) };
}
