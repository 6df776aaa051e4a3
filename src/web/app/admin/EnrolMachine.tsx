import { useState } from 'react';
import { useClient } from '../session/client.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { NameSheet } from '../ui/NameSheet.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { momentOfDay } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './EnrolMachine.module.css';

interface Enrolment {
  readonly machine: string;
  readonly code: string;
  readonly expiresAt: number;
}

/** A code by which one machine enrols itself. */
export function EnrolMachine({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const [made, setMade] = useState<Enrolment | null>(null);
  if (made !== null) return <Code enrolment={made} onClose={onClose} />;
  return (
    <NameSheet
      title={t('enrolMachine')}
      label={t('enrolName')}
      hint={t('enrolHint')}
      name="machine"
      button={t('enrolButton')}
      check={(typed) => (typed.trim() === '' ? t('enrolNeed') : null)}
      run={(typed) => client.enrolMachine(typed.trim().toLowerCase())}
      words={(failed) => (failed.code === 'invalid' ? t('enrolHint') : failureWords(failed))}
      onDone={(enrolment) => setMade(enrolment)}
      onClose={onClose}
    />
  );
}

function Code({ enrolment: { machine, code, expiresAt }, onClose }: { enrolment: Enrolment; onClose: () => void }) {
  const line = `echo ${code} | waxwing send --server ${location.origin} --as ${machine} --enrol`;
  return (
    <Sheet title={t('enrolCodeTitle', { name: machine })} onClose={onClose}>
      <SheetText>{t('enrolCodeText', { date: momentOfDay(expiresAt) })}</SheetText>
      <p className={styles.line}>{line}</p>
      <SheetActions>
        <CopyButton autoFocus text={line} words={t('copy')} done={t('linkCopied')} />
      </SheetActions>
    </Sheet>
  );
}
