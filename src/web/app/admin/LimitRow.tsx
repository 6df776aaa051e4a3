import { useRef, useState } from 'react';
import type { SettingState } from '../../../protocol/api/adminSwitches.ts';
import { isSettable, serverSettings } from '../../../protocol/serverSettings.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { numberWords } from '../words/number.ts';
import { t } from '../words/words.ts';
import styles from './Limits.module.css';

const shown = (value: number | null): string => (value === null ? '' : String(value));

/** What was typed; NaN: no whole number. An empty field sets no bound. */
const valueOf = (typed: string): number | null => (typed === '' ? null : /^\d{1,9}$/.test(typed) ? Number(typed) : NaN);

/** One of them: what it is, what it is set to, and the way back to the usual. */
export function LimitRow({ state, onSet }: { state: SettingState; onSet: () => void }) {
  const client = useClient();
  const call = useCall();
  const { name, value, default: usual } = state;
  const { min, max } = serverSettings[name];
  const [typed, setTyped] = useState(shown(value));
  const [bad, setBad] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const [before, setBefore] = useState(value);
  if (before !== value) {
    setBefore(value);
    setTyped(shown(value));
  }
  const set = async (to: number | null): Promise<void> => {
    setBad(!isSettable(name, to));
    if (!isSettable(name, to)) return;
    const outcome = await call.run(() => client.setSetting(name, to));
    if (!outcome?.ok) return;
    // The button that was pressed goes.
    field.current?.focus();
    onSet();
  };
  return (
    <li className={styles.row}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void set(valueOf(typed.trim()));
        }}
      >
        <Field
          ref={field}
          label={`${t(`limit:${name}`)} (${t(`limitUnit:${name}`)})`}
          hint={t(`limitMeans:${name}`)}
          name={name}
          inputMode="numeric"
          autoComplete="off"
          placeholder={usual === null ? t('limitNone') : undefined}
          value={typed}
          error={
            bad
              ? t('limitBad', { min: numberWords(min), max: numberWords(max) })
              : call.failed && failureWords(call.failed)
          }
          onChange={(event) => {
            setTyped(event.target.value);
            setBad(false);
          }}
        />
        <div className={styles.actions}>
          {typed.trim() !== shown(value) && (
            <Button type="submit" busy={call.busy}>
              {t('save')}
            </Button>
          )}
          {value !== usual && typed.trim() === shown(value) && (
            <Button look="quiet" busy={call.busy} onClick={() => void set(usual)}>
              {usual === null ? t('limitToNone') : t('limitToUsual', { value: numberWords(usual) })}
            </Button>
          )}
        </div>
      </form>
    </li>
  );
}
