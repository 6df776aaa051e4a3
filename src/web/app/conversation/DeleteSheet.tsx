import { useState } from 'react';
import type { DeletionScope, Outcome } from '../../../client/api.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';

interface DeleteSheetProps {
  title: string;
  text: string;
  forEveryone: boolean;
  remove: (scope: DeletionScope) => Promise<Outcome>;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteSheet({ title, text, forEveryone, remove, onClose, onDeleted }: DeleteSheetProps) {
  const call = useCall();
  const [scope, setScope] = useState<DeletionScope | null>(null);
  const run = async (chosen: DeletionScope): Promise<void> => {
    setScope(chosen);
    const outcome = await call.run(() => remove(chosen));
    if (outcome?.ok) onDeleted();
  };
  return (
    <Sheet title={title} asks onClose={onClose}>
      <SheetText>{text}</SheetText>
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" autoFocus onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          look={forEveryone ? 'quiet' : 'danger'}
          busy={call.busy && scope === 'me'}
          onClick={() => void run('me')}
        >
          {t('deleteForMe')}
        </Button>
        {forEveryone && (
          <Button look="danger" busy={call.busy && scope === 'everyone'} onClick={() => void run('everyone')}>
            {t('deleteForEveryone')}
          </Button>
        )}
      </SheetActions>
    </Sheet>
  );
}
