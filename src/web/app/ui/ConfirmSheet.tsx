import type { ReactNode } from 'react';
import type { Outcome } from '../../../client/api.ts';
import { useCall } from '../session/useCall.ts';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Button } from './Button.tsx';
import { FieldError } from './Field.tsx';
import { Sheet, SheetActions, SheetText } from './Sheet.tsx';

interface ConfirmSheetProps<T extends object> {
  title: string;
  text: ReactNode;
  button: string;
  run: () => Promise<Outcome<T>>;
  onDone: (value: T) => void;
  onClose: () => void;
}

/** Asks before something that is hard to take back, and does it. */
export function ConfirmSheet<T extends object>(props: ConfirmSheetProps<T>) {
  const { title, text, button, run, onDone, onClose } = props;
  const call = useCall();
  const confirm = async (): Promise<void> => {
    const outcome = await call.run(run);
    if (outcome?.ok) onDone(outcome);
  };
  return (
    <Sheet title={title} asks onClose={onClose}>
      <SheetText>{text}</SheetText>
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" autoFocus onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={call.busy} onClick={() => void confirm()}>
          {button}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
