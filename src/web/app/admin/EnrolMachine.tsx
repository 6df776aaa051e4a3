import { useState } from 'react';
import { useClient } from '../session/client.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { NameSheet } from '../ui/NameSheet.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { useCopy } from '../ui/useCopy.ts';
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
  const { copied, copy } = useCopy();
  const line = `echo ${code} | waxwing send --server ${location.origin} --as ${machine} --enrol`;
  return (
    <Sheet title={t('enrolCodeTitle', { name: machine })} onClose={onClose}>
      <SheetText>{t('enrolCodeText', { date: momentOfDay(expiresAt) })}</SheetText>
      <p className={styles.line}>{line}</p>
      <SheetActions>
        <Button autoFocus onClick={() => void copy(line)}>
          <Icon name={copied ? 'check' : 'copy'} size={16} />
          {copied ? t('linkCopied') : t('copy')}
        </Button>
      </SheetActions>
      <p className="unseen" role="status">
        {copied ? t('linkCopied') : ''}
      </p>
    </Sheet>
  );
}
