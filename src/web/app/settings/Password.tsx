import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';
import { ChangePassword } from './ChangePassword.tsx';
import { Said } from './Said.tsx';
import { Line, Section } from './Section.tsx';

export function Password() {
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  return (
    <Section title={t('passwordSection')} text={t('passwordText')}>
      <Line>
        <Button look="quiet" onClick={() => setOpen(true)}>
          {t('changePassword')}
        </Button>
        <Said words={changed ? t('passwordChanged') : null} />
      </Line>
      {open && (
        <ChangePassword
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            setChanged(true);
          }}
        />
      )}
    </Section>
  );
}
