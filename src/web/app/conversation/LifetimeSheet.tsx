import { useState } from 'react';
import type { PersonView } from '../../../client/api.ts';
import { lifetimes } from '../../../protocol/lifetimes.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Select } from '../ui/Select.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { lifetimeWords } from '../words/lifetime.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';

interface LifetimeSheetProps {
  conversation: string;
  person: PersonView;
  days: number;
  onClose: () => void;
}

/** Both of a conversation say how long its messages stay. What is chosen holds once it is set: a shorter time deletes. */
export function LifetimeSheet({ conversation, person, days, onClose }: LifetimeSheetProps) {
  const client = useClient();
  const call = useCall();
  const [chosen, setChosen] = useState(String(days));
  const lifetime = lifetimes.find((each) => String(each) === chosen);
  const shortens = lifetime !== undefined && lifetime !== 0 && (days === 0 || lifetime < days);
  const options = [...new Set([...lifetimes, days])].map((each) => [String(each), lifetimeWords(each)] as const);
  const set = async (): Promise<void> => {
    if (lifetime === undefined || lifetime === days) return onClose();
    const outcome = await call.run(() => client.setLifetime(conversation, lifetime));
    if (outcome?.ok) onClose();
  };
  return (
    <Sheet title={t('lifetime')} onClose={onClose}>
      <SheetText>{t('lifetimeText', { name: fullName(person) })}</SheetText>
      <Select label={t('lifetime')} value={chosen} options={options} onChange={setChosen} />
      {shortens && <Notice>{t('lifetimeShortens', { time: lifetimeWords(lifetime) })}</Notice>}
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button look={shortens ? 'danger' : 'primary'} busy={call.busy} onClick={() => void set()}>
          {t('lifetimeSet')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
