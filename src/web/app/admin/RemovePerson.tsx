import { useState } from 'react';
import type { AdminPerson } from '../../../protocol/api/adminPeople.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Line, Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { Field, FieldError } from '../ui/Field.tsx';
import { Losses } from '../ui/Losses.tsx';
import { Sheet, SheetActions } from '../ui/Sheet.tsx';
import { t } from '../words/words.ts';
import { actFailed } from './PersonRights.tsx';
import styles from './RemovePerson.module.css';

interface RemovePersonProps {
  person: AdminPerson;
  onRemoved: () => void;
}

/** The account with all that belongs to it, for ever. */
export function RemovePerson({ person, onRemoved }: RemovePersonProps) {
  const [asking, setAsking] = useState(false);
  return (
    <Section title={t('removePersonSection')} text={t('removePersonShort')}>
      <Line>
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('removePerson')}
        </Button>
      </Line>
      {asking && <Asked username={person.username} onRemoved={onRemoved} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function Asked({
  username: name,
  onRemoved,
  onClose,
}: {
  username: string;
  onRemoved: () => void;
  onClose: () => void;
}) {
  const client = useClient();
  const { run, failed, busy } = useCall();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    if (typed.trim().toLowerCase() !== name) return setProblem(t('removePersonDiffers'));
    const outcome = await run(() => client.removePerson(name));
    if (outcome?.ok) onRemoved();
  };
  return (
    <Sheet title={t('removePersonTitle', { name })} asks onClose={onClose}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <Losses of={[t('removePersonLoss1'), t('removePersonLoss2'), t('removePersonLoss3')]} />
        <Field
          label={t('removePersonType', { name })}
          name="confirm"
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          value={typed}
          error={problem}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
        />
        {failed !== null && <FieldError>{actFailed(failed)}</FieldError>}
        <SheetActions>
          <Button look="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" look="danger" busy={busy}>
            {t('removePerson')}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
