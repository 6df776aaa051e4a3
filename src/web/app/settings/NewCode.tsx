import { useState } from 'react';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Choice.tsx';
import { CodeSheet } from '../ui/CodeSheet.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';

export function NewCode({ code, onClose, onDone }: { code: string; onClose: () => void; onDone: () => void }) {
  const client = useClient();
  const name = useClientState((state) => state.self?.username ?? '');
  const call = useCall();
  const [saved, setSaved] = useState(false);
  const confirm = async (): Promise<void> => {
    const outcome = await call.run(() => client.confirmRecoveryCode());
    if (outcome?.ok) onDone();
  };
  return (
    <Sheet title={t('codeHeading')} onClose={onClose}>
      <SheetText>{t('newCodeText')}</SheetText>
      <CodeSheet code={code} name={name} />
      <Checkbox checked={saved} onChange={setSaved}>
        {t('codeSaved')}
      </Checkbox>
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button disabled={!saved} busy={call.busy} onClick={() => void confirm()}>
          {t('codeContinue')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
