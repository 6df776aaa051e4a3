import { lazy, Suspense, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';
import { Line, Section } from './Section.tsx';

const KeysSheet = lazy(async () => ({ default: (await import('../keys/KeysSheet.tsx')).KeysSheet }));

/** A way to the keys for whoever does not know the key for them. */
export function Keys() {
  const [shown, setShown] = useState(false);
  return (
    <Section title={t('keys')} text={t('keysText')}>
      <Line>
        <Button look="quiet" onClick={() => setShown(true)}>
          {t('keysShow')}
        </Button>
      </Line>
      <Suspense fallback={null}>{shown && <KeysSheet onClose={() => setShown(false)} />}</Suspense>
    </Section>
  );
}
