import { useState } from 'react';
import type { QuietHours as Hours } from '../../../client/api.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Switch } from '../ui/Choice.tsx';
import { Field, FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Line } from './Section.tsx';

/** From ten in the evening to seven, until somebody says otherwise. */
const NIGHT: Hours = { from: 22 * 60, to: 7 * 60 };

/** When no device of the account tells of anything. */
export function QuietHours() {
  const client = useClient();
  const hours = useClientState((state) => state.quietHours);
  const { run, failed } = useCall();
  const set = (to: Hours | null) => void run(() => client.setQuietHours(to));
  return (
    <>
      <Switch
        label={t('quietHours')}
        text={t('quietHoursText')}
        on={hours !== null}
        onChange={(on) => set(on ? NIGHT : null)}
      />
      {hours !== null && (
        <Line>
          <Time
            key={`from ${hours.from}`}
            label={t('quietFrom')}
            at={hours.from}
            onChange={(from) => set({ ...hours, from })}
          />
          <Time key={`to ${hours.to}`} label={t('quietTo')} at={hours.to} onChange={(to) => set({ ...hours, to })} />
        </Line>
      )}
      {failed && <FieldError>{failureWords(failed)}</FieldError>}
    </>
  );
}

interface TimeProps {
  label: string;
  /** Minutes of the day. */
  at: number;
  onChange: (at: number) => void;
}

/** It counts once it is left: on the way to a time there are others. */
function Time({ label, at, onChange }: TimeProps) {
  const [typed, setTyped] = useState(spelt(at));
  const leave = (): void => {
    const [hours = Number.NaN, minutes = Number.NaN] = typed.split(':').map(Number);
    const changed = hours * 60 + minutes;
    if (Number.isNaN(changed)) setTyped(spelt(at));
    else if (changed !== at) onChange(changed);
  };
  return (
    <Field type="time" label={label} value={typed} onChange={(event) => setTyped(event.target.value)} onBlur={leave} />
  );
}

const spelt = (at: number): string => new Date(at * 60_000).toISOString().slice(11, 16);
