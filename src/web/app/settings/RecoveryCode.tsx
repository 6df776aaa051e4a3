import { useState } from 'react';
import { useClient } from '../session/client.ts';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';
import { NewCode } from './NewCode.tsx';
import { PasswordSheet } from './PasswordSheet.tsx';
import { Said } from './Said.tsx';
import { Line, Section } from './Section.tsx';

export function RecoveryCode() {
  const client = useClient();
  const [step, setStep] = useState<'idle' | 'asking' | 'done' | { code: string }>('idle');
  const close = (): void => setStep('idle');
  return (
    <Section title={t('recoverySection')} text={t('recoverySectionText')}>
      <Line>
        <Button look="quiet" onClick={() => setStep('asking')}>
          {t('newRecoveryCode')}
        </Button>
        <Said words={step === 'done' ? t('codeConfirmed') : null} />
      </Line>
      {step === 'asking' && (
        <PasswordSheet
          title={t('newRecoveryCode')}
          text={t('newCodeText')}
          button={t('codeContinue')}
          look="primary"
          confirm={(password) => client.newRecoveryCode(password)}
          onClose={close}
          onDone={({ recoveryCode }) => setStep({ code: recoveryCode })}
        />
      )}
      {typeof step === 'object' && <NewCode code={step.code} onClose={close} onDone={() => setStep('done')} />}
    </Section>
  );
}
