import { useSyncExternalStore } from 'react';
import { install, installState } from '../session/installing.ts';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';
import { Said } from './Said.tsx';
import { Line, Section } from './Section.tsx';

/** Where the browser makes an app of its own of a page; elsewhere nothing. */
export function Install() {
  const state = useSyncExternalStore(installState.subscribe, installState.get);
  if (state === 'no') return null;
  return (
    <Section title={t('installSection')} text={t('installText')}>
      {state === 'by hand' && <p>{t('installByHand')}</p>}
      {state === 'offered' && (
        <Line>
          <Button look="quiet" onClick={() => void install()}>
            {t('install')}
          </Button>
        </Line>
      )}
      {state === 'installed' && <Said words={t('installed')} />}
    </Section>
  );
}
