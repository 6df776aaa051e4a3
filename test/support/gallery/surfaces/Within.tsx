import { type ReactNode, useState } from 'react';
import type { ClientState } from '../../../../src/client/api.ts';
import { SessionContext, createSession, useClientState } from '../../../../src/web/app/session/client.ts';
import { HostileClient } from './hostileClient.ts';

interface WithinProps {
  text: string;
  start?: Partial<ClientState> | undefined;
  children: ReactNode;
}

/** In the app of somebody who hears that text from everybody. */
export function Within({ text, start, children }: WithinProps) {
  const [session] = useState(() => createSession(new HostileClient(text, start)));
  return (
    <SessionContext value={session}>
      <Known>{children}</Known>
    </SessionContext>
  );
}

/** As in the app, nothing asks before the client has said how things are. */
function Known({ children }: { children: ReactNode }) {
  return useClientState((state) => state.phase) === 'in' ? children : null;
}
