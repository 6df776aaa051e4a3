import type { SshKey } from '../../../protocol/api/sshKeys.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';

interface RemoveSshKeyProps {
  sshKey: SshKey;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveSshKey({ sshKey: { fingerprint, label, type }, onClose, onRemoved }: RemoveSshKeyProps) {
  const client = useClient();
  const { run, failed, busy } = useCall();
  const remove = async (): Promise<void> => {
    const outcome = await run(() => client.removeSshKey(fingerprint));
    // One that is not there any more was removed elsewhere, which is what was wanted.
    if (outcome?.ok || outcome?.code === 'not_found') onRemoved();
  };
  return (
    <Sheet title={t('removeTitle', { name: label || type })} asks onClose={onClose}>
      <SheetText>{t('sshRemoveText')}</SheetText>
      {failed && <FieldError>{failureWords(failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" autoFocus onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={busy} onClick={() => void remove()}>
          {t('sshRemove')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
