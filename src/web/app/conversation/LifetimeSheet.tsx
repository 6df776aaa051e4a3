import type { PersonView } from '../../../client/api.ts';
import { lifetimes } from '../../../protocol/lifetimes.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { FieldError } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { Sheet, SheetText } from '../ui/Sheet.tsx';
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

/** Both of a conversation say how long its messages stay. */
export function LifetimeSheet({ conversation, person, days, onClose }: LifetimeSheetProps) {
  const client = useClient();
  const call = useCall();
  const options = [...new Set([...lifetimes, days])].map((each) => [String(each), lifetimeWords(each)] as const);
  const choose = (value: string): void => {
    const chosen = lifetimes.find((each) => String(each) === value);
    if (chosen !== undefined) void call.run(() => client.setLifetime(conversation, chosen));
  };
  return (
    <Sheet title={t('lifetime')} onClose={onClose}>
      <SheetText>{t('lifetimeText', { name: fullName(person) })}</SheetText>
      <Select label={t('lifetime')} value={String(days)} options={options} onChange={choose} />
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
    </Sheet>
  );
}
