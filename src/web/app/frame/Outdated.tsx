import { useClientState } from '../session/client.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';

/** The server needs a newer app. */
export function Outdated() {
  const outdated = useClientState((state) => state.phase === 'outdated');
  if (!outdated) return null;
  const reload = (
    <Button look="quiet" onClick={() => location.reload()}>
      {t('reload')}
    </Button>
  );
  return (
    <Banner tone="warn" icon="warning" role="alert" actions={reload}>
      <strong>{t('outdated')}</strong> {t('outdatedText')}
    </Banner>
  );
}
