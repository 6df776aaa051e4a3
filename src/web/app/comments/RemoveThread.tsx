import type { OwnThread } from '../../../protocol/api/threads.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';

interface RemoveThreadProps {
  thread: OwnThread;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveThread({ thread: { thread, title }, onClose, onRemoved }: RemoveThreadProps) {
  const client = useClient();
  const call = useCall();
  const remove = async (): Promise<void> => {
    const outcome = await call.run(() => client.removeThread(thread));
    if (outcome?.ok) onRemoved();
  };
  return (
    <Sheet title={t('removeThreadTitle', { title: title || thread })} asks onClose={onClose}>
      <SheetText>{t('removeThreadText')}</SheetText>
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" autoFocus onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={call.busy} onClick={() => void remove()}>
          {t('removeThread')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
