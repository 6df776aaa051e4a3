import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';

interface LeaveRoomProps {
  room: string;
  onClose: () => void;
  onLeft: () => void;
}

export function LeaveRoom({ room, onClose, onLeft }: LeaveRoomProps) {
  const client = useClient();
  const call = useCall();
  const leave = async (): Promise<void> => {
    const outcome = await call.run(() => client.leaveRoom(room));
    if (outcome?.ok) onLeft();
  };
  return (
    <Sheet title={t('leaveRoomTitle', { room })} asks onClose={onClose}>
      <SheetText>{t('leaveRoomText')}</SheetText>
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" autoFocus onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button busy={call.busy} onClick={() => void leave()}>
          {t('leaveRoom')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
