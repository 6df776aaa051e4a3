import { useCallback, useState } from 'react';
import type { SwitchState } from '../../../protocol/api/adminSwitches.ts';
import type { SwitchName } from '../../../protocol/switches.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { useFetched } from '../session/useFetched.ts';
import { useKeptFresh } from '../session/useKeptFresh.ts';
import { Section } from '../settings/Section.tsx';
import { Switch } from '../ui/Choice.tsx';
import { ConfirmSheet } from '../ui/ConfirmSheet.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords, type Failed } from '../words/failures.ts';
import { t, type WordId } from '../words/words.ts';
import styles from './Switches.module.css';

/** What a turn does to those who are here. */
const nowWords: Record<SwitchName, WordId> = {
  registration: 'switchRegistrationNow',
  encryption: 'switchEncryptionNow',
  'ssh-authentication': 'switchSshNow',
  'certificate-authentication': 'switchCertificateNow',
  'password-authentication': 'switchPasswordNow',
  'machine-enrolment': 'switchMachinesNow',
  'public-comments': 'switchCommentsNow',
  approval: 'switchApprovalNow',
};

export function Switches() {
  const client = useClient();
  const fetched = useFetched(useCallback(() => client.listSwitches(), [client]));
  useKeptFresh(fetched.reload);
  return (
    <Section title={t('switches')} text={t('switchesText')}>
      <Fetched of={fetched}>
        {({ switches }) => (
          <ul className={styles.list}>
            {switches.map((state) => (
              <SwitchRow key={state.name} state={state} onTurned={fetched.reload} />
            ))}
          </ul>
        )}
      </Fetched>
    </Section>
  );
}

function SwitchRow({ state, onTurned }: { state: SwitchState; onTurned: () => void }) {
  const client = useClient();
  const { name } = state;
  const { run, failed } = useCall();
  /** As it was just turned, until it is asked for again. */
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [asking, setAsking] = useState(false);
  const [before, setBefore] = useState(state);
  if (before !== state) {
    setBefore(state);
    setWanted(null);
  }
  const turn = async (on: boolean): Promise<void> => {
    setWanted(on);
    const outcome = await run(() => client.turnSwitch(name, on));
    if (outcome?.ok) onTurned();
    else setWanted(null);
  };
  return (
    <li className={styles.row}>
      <Switch
        label={t(`switch:${name}`)}
        text={`${t(`switchMeans:${name}`)} ${t(nowWords[name])}`}
        on={wanted ?? state.on}
        onChange={(on) => (name === 'encryption' && !on ? setAsking(true) : void turn(on))}
      />
      {failed !== null && <FieldError>{turnFailed(failed)}</FieldError>}
      {asking && (
        <ConfirmSheet
          title={t('encryptionOffTitle')}
          text={t('encryptionOffText')}
          button={t('encryptionOffButton')}
          run={() => client.turnSwitch(name, false)}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            onTurned();
          }}
        />
      )}
    </li>
  );
}

const turnFailed = (failed: Failed): string =>
  failed.code === 'forbidden' && failed.field !== undefined ? t('switchLast') : failureWords(failed);
