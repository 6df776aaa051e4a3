import type { Certificate } from '../../../protocol/api/certificates.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';

interface RevokeTerminalProps {
  terminal: Certificate;
  onClose: () => void;
  onRevoked: () => void;
}

export function RevokeTerminal({ terminal: { serial, label }, onClose, onRevoked }: RevokeTerminalProps) {
  const client = useClient();
  const { run, failed, busy } = useCall();
  const revoke = async (): Promise<void> => {
    const outcome = await run(() => client.revokeCertificate(serial));
    // One that is not there any more has ended meanwhile, which is what was wanted.
    if (outcome?.ok || outcome?.code === 'not_found') onRevoked();
  };
  return (
    <Sheet title={t('revokeTitle', { name: label })} asks onClose={onClose}>
      <SheetText>{t('revokeText')}</SheetText>
      {failed && <FieldError>{failureWords(failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" autoFocus onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={busy} onClick={() => void revoke()}>
          {t('revoke')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
