import { useState } from 'react';
import type { RefusedLine } from '../../../protocol/api/sshKeys.ts';
import { limits } from '../../../protocol/limits.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { LinesField } from '../ui/LinesField.tsx';
import { failureWords } from '../words/failures.ts';
import { t, type WordId } from '../words/words.ts';
import formStyles from './PasswordSheet.module.css';
import { Said } from './Said.tsx';
import { Line } from './Section.tsx';
import styles from './SshKeys.module.css';

const whys: Record<RefusedLine['why'], WordId> = {
  not_a_key: 'sshLineNoKey',
  private_key: 'failPrivateKey',
  options: 'sshLineOptions',
  certificate: 'sshLineCertificate',
  unknown_type: 'sshLineType',
  weak: 'sshLineWeak',
  known: 'sshLineKnown',
  too_many: 'sshLineTooMany',
};

export function AddSshKeys({ onAdded }: { onAdded: () => void }) {
  const client = useClient();
  const { run, failed, busy, clear } = useCall();
  const [text, setText] = useState('');
  const [added, setAdded] = useState(0);
  const [refused, setRefused] = useState<readonly RefusedLine[]>([]);

  const change = (next: string): void => {
    setText(next);
    setAdded(0);
    setRefused([]);
    clear();
  };
  const add = async (): Promise<void> => {
    if (text.trim() === '') return;
    const outcome = await run(() => client.addSshKeys(text));
    if (!outcome?.ok) return;
    if (outcome.refused.length === 0) setText('');
    setAdded(outcome.added);
    setRefused(outcome.refused);
    onAdded();
  };

  return (
    <form
      className={formStyles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <LinesField
        label={t('sshPaste')}
        hint={t('sshPasteHint')}
        name="ssh-keys"
        rows={3}
        maxLength={limits.sshKeysText}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {failed && <FieldError>{failureWords(failed)}</FieldError>}
      {refused.length > 0 && (
        <div className={styles.refused}>
          {refused.map(({ line, why }) => (
            <FieldError key={line}>{t('sshLine', { line, why: t(whys[why]) })}</FieldError>
          ))}
        </div>
      )}
      <Line>
        <Button type="submit" look="quiet" busy={busy} disabled={text.trim() === ''}>
          {t('sshAdd')}
        </Button>
        <Said words={added > 0 ? t('sshAdded', { count: added }) : null} />
      </Line>
    </form>
  );
}
