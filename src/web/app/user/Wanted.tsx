import { useState } from 'react';
import type { PersonView } from '../../../client/api.ts';
import { BlockSheet } from '../conversation/BlockSheet.tsx';
import { NotifySheet } from '../conversation/NotifySheet.tsx';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';

/** Whether one wants to be told of what somebody writes, and to see it at all. */
export function Wanted({ person }: { person: PersonView }) {
  const client = useClient();
  const call = useCall();
  const [open, setOpen] = useState<'notify' | 'block' | null>(null);
  const blocked = useClientState((state) => state.blocked.some(({ account }) => account === person.account));
  const row = useClientState(({ inbox }) => inbox.find((one) => one.with.account === person.account));
  const close = (): void => setOpen(null);
  const name = person.displayName;
  return (
    <>
      {row !== undefined && (
        <Button look="quiet" onClick={() => setOpen('notify')}>
          {t('notifyTitle')}
        </Button>
      )}
      {blocked ? (
        <Button
          look="quiet"
          busy={call.busy}
          onClick={() => void call.run(() => client.setBlocked(person.account, false))}
        >
          {t('unblockPerson', { name })}
        </Button>
      ) : (
        <Button look="danger" onClick={() => setOpen('block')}>
          {t('blockPerson', { name })}
        </Button>
      )}
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      {open === 'notify' && row !== undefined && (
        <NotifySheet conversation={row.conversation} name={name} isRoom={false} now={row} onClose={close} />
      )}
      {open === 'block' && <BlockSheet person={person} onClose={close} onBlocked={close} />}
    </>
  );
}
