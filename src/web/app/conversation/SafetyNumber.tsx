import { useEffect, useRef } from 'react';
import type { PersonView } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import styles from './SafetyNumber.module.css';

interface SafetyNumberProps {
  person: PersonView;
  digits: string | null;
  verified: boolean;
  onClose: () => void;
}

export function SafetyNumber({ person, digits, verified, onClose }: SafetyNumberProps) {
  const client = useClient();
  const call = useCall();
  const name = fullName(person);
  const said = useRef<HTMLSpanElement>(null);
  const before = useRef(verified);
  useEffect(() => {
    // The button that was pressed is gone: the focus goes to what it led to, and Escape still closes.
    if (verified && !before.current) said.current?.focus();
    before.current = verified;
  }, [verified]);
  return (
    <Sheet title={t('safetyNumber')} onClose={onClose}>
      <SheetText>{digits === null ? t('safetyUnknown', { name }) : t('safetyText', { name })}</SheetText>
      {digits !== null && (
        <p className={styles.digits}>
          {(digits.match(/\d{1,5}/g) ?? []).map((group, index) => (
            // eslint-disable-next-line react/no-array-index-key -- two groups may be alike, and none moves
            <span key={index}>{group} </span>
          ))}
        </p>
      )}
      {verified && (
        <SheetText>
          <span role="status" ref={said} tabIndex={-1}>
            {t('safetyVerified', { name })}
          </span>
        </SheetText>
      )}
      {digits !== null && !verified && (
        <Button busy={call.busy} onClick={() => void call.run(() => client.verifyIdentity(person.account))}>
          {t('safetySame')}
        </Button>
      )}
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
    </Sheet>
  );
}
