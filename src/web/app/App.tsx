import { useMemo, useSyncExternalStore } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Router } from 'wouter';
import type { Client } from '../../client/api.ts';
import { Broken } from './frame/Broken.tsx';
import { Elsewhere } from './frame/Elsewhere.tsx';
import { Screen } from './frame/Screen.tsx';
import { Starting } from './frame/Starting.tsx';
import { Unloaded } from './frame/Unloaded.tsx';
import { Unstored } from './frame/Unstored.tsx';
import { SessionContext, createSession } from './session/client.ts';
import { useLanguage } from './session/language.ts';
import { useAppLocation } from './session/location.ts';
import { locale } from './words/words.ts';
import type { Connecting } from './worker/connect.ts';

export function App({ connecting }: { connecting: Connecting }) {
  useLanguage();
  const connection = useSyncExternalStore(connecting.subscribe, connecting.get);

  if (connection === null) return <Starting />;
  if (connection.state === 'elsewhere') {
    const taken = (): void => {
      // Tabs share the client unless one of them is of another version: then this page is the old one.
      if (globalThis.SharedWorker !== undefined) return location.reload();
      connecting.takeOver();
    };
    return <Elsewhere onTake={taken} />;
  }
  if (connection.state === 'unloaded') return <Unloaded />;
  if (connection.state === 'unstored') return <Unstored full={connection.full} />;
  return (
    <Broken>
      <I18nProvider locale={locale}>
        <WithClient client={connection.client} />
      </I18nProvider>
    </Broken>
  );
}

function WithClient({ client }: { client: Client }) {
  const session = useMemo(() => createSession(client), [client]);
  return (
    <SessionContext value={session}>
      <Router hook={useAppLocation}>
        <Screen />
      </Router>
    </SessionContext>
  );
}
