import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { later } from '../ui/later.tsx';
import { t } from '../words/words.ts';
import { Line, Section } from './Section.tsx';

const KeysSheet = later(async () => (await import('../keys/KeysSheet.tsx')).KeysSheet);

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
      {shown && <KeysSheet onClose={() => setShown(false)} />}
    </Section>
  );
}
