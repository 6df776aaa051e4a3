import { useEffect, useState, useSyncExternalStore } from 'react';
import { useClientState } from '../session/client.ts';
import { askForNewVersion, newVersion, openNewVersion } from '../session/newVersion.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';

/** The app is not the newest: the server needs a newer one, or there is one. */
export function Version() {
  const outdated = useClientState((state) => state.phase === 'outdated');
  const connected = useClientState((state) => state.connection === 'online');
  const ready = useSyncExternalStore(newVersion.subscribe, newVersion.get);
  const [busy, setBusy] = useState(false);
  // A server that was away may be a newer one.
  useEffect(() => {
    if (connected || outdated) askForNewVersion();
  }, [connected, outdated]);
  const reload = (): void => {
    setBusy(true);
    void openNewVersion();
  };

  if (!outdated && !ready) return null;
  const action = (
    <Button look="quiet" busy={busy} onClick={reload}>
      {t('reload')}
    </Button>
  );
  if (outdated) {
    return (
      <Banner tone="warn" icon="warning" role="alert" actions={action}>
        <strong>{t('outdated')}</strong> {t('outdatedText')}
      </Banner>
    );
  }
  return (
    <Banner tone="quiet" icon="check" actions={action}>
      <strong>{t('newVersion')}</strong> {t('newVersionText')}
    </Banner>
  );
}
