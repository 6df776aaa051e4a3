import { useState } from 'react';
import type { AdminPerson, PersonAct } from '../../../protocol/api/adminPeople.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Said } from '../settings/Said.tsx';
import { Line, Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmSheet } from '../ui/ConfirmSheet.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords, type Failed } from '../words/failures.ts';
import { t, type WordId } from '../words/words.ts';

const stateText: Record<AdminPerson['state'], WordId> = {
  pending: 'personPendingText',
  active: 'personActiveText',
  disabled: 'personDisabledText',
};

const actWords: Record<PersonAct, WordId> = {
  approve: 'approvePerson',
  disable: 'disablePerson',
  enable: 'enablePerson',
  promote: 'promotePerson',
  demote: 'demotePerson',
};

const saidWords: Record<PersonAct, WordId> = {
  approve: 'saidApprovedPerson',
  disable: 'saidDisabledPerson',
  enable: 'saidEnabledPerson',
  promote: 'saidPromoted',
  demote: 'saidDemoted',
};

interface PersonRightsProps {
  person: AdminPerson;
  onChanged: () => void;
}

/** Whether they may come in, and whether they are an admin: each can be turned back. */
export function PersonRights({ person, onChanged }: PersonRightsProps) {
  const client = useClient();
  const { run, failed, busy } = useCall();
  const own = useClientState((state) => state.self?.username === person.username);
  const [said, setSaid] = useState<PersonAct | null>(null);
  const [asking, setAsking] = useState(false);
  const { username: name } = person;
  const done = (act: PersonAct): void => {
    setSaid(act);
    setAsking(false);
    onChanged();
  };
  const act = async (what: PersonAct): Promise<void> => {
    if (what === 'demote') return setAsking(true);
    setSaid(null);
    const outcome = await run(() => client.actOnPerson(name, what));
    if (outcome?.ok) done(what);
  };
  return (
    <Section title={t('personRights')} text={t(stateText[person.state])}>
      <Line>
        {actsFor(person).map((what) => (
          <Button
            key={what}
            look={what === 'approve' ? 'primary' : what === 'disable' ? 'danger' : 'quiet'}
            busy={busy}
            onClick={() => void act(what)}
          >
            {t(actWords[what])}
          </Button>
        ))}
        <Said words={said && t(saidWords[said], { name })} />
      </Line>
      {failed !== null && <FieldError>{actFailed(failed)}</FieldError>}
      {asking && (
        <ConfirmSheet
          title={t('demoteTitle', { name })}
          text={own ? t('demoteSelfText') : t('demoteText')}
          button={t('demotePerson')}
          run={() => client.actOnPerson(name, 'demote')}
          onDone={() => done('demote')}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

/** The last admin cannot be disabled or demoted. */
export const actFailed = (failed: Failed): string =>
  failed.code === 'forbidden' && failed.field !== undefined ? t('personLastAdmin') : failureWords(failed);

function actsFor({ state, role }: AdminPerson): PersonAct[] {
  if (state === 'pending') return ['approve'];
  if (state === 'disabled') return ['enable'];
  return [role === 'admin' ? 'demote' : 'promote', 'disable'];
}
