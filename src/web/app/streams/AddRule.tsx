import { useState } from 'react';
import type { RuleCondition } from '../../../protocol/api/streams.ts';
import { limits } from '../../../protocol/limits.ts';
import { severities, type Severity } from '../../../protocol/severity.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { SheetActions } from '../ui/Sheet.tsx';
import { numberWords } from '../words/number.ts';
import { t, type WordId } from '../words/words.ts';
import styles from './Rules.module.css';

const kinds: readonly (readonly [RuleCondition['when'], WordId])[] = [
  ['contains', 'ruleKindContains'],
  ['level', 'ruleKindLevel'],
  ['silence', 'ruleKindSilence'],
];

interface AddRuleProps {
  busy: boolean;
  /** Answers whether it was added. */
  onAdd: (condition: RuleCondition) => Promise<boolean>;
}

const isMinutes = (typed: string): boolean =>
  /^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= limits.silenceMinutes;

/** Tell all followers, when … */
export function AddRule({ busy, onAdd }: AddRuleProps) {
  const [kind, setKind] = useState<RuleCondition['when']>('contains');
  const [text, setText] = useState('');
  const [least, setLeast] = useState<Severity>('error');
  const [minutes, setMinutes] = useState('30');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    if (kind === 'contains' && text.trim() === '') return setProblem(t('ruleNeedText'));
    if (kind === 'silence' && !isMinutes(minutes)) {
      return setProblem(t('ruleNeedMinutes', { most: numberWords(limits.silenceMinutes) }));
    }
    const conditions: Record<RuleCondition['when'], RuleCondition> = {
      contains: { when: 'contains', text: text.trim() },
      level: { when: 'level', least },
      silence: { when: 'silence', minutes: Number(minutes) },
    };
    if (await onAdd(conditions[kind])) setText('');
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Select
        label={t('ruleNew')}
        labelled
        value={kind}
        onChange={(chosen) => {
          setKind(kinds.find(([name]) => name === chosen)?.[0] ?? 'contains');
          setProblem(null);
        }}
        options={kinds.map(([name, words]) => [name, t(words)] as const)}
      />
      {kind === 'contains' && (
        <Field
          label={t('ruleText')}
          name="text"
          autoComplete="off"
          maxLength={limits.ruleText}
          value={text}
          error={problem}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
          }}
        />
      )}
      {kind === 'level' && (
        <Select
          label={t('level')}
          labelled
          value={least}
          onChange={(chosen) => setLeast(severities.find((name) => name === chosen) ?? 'error')}
          options={severities.map((name) => [name, name] as const)}
        />
      )}
      {kind === 'silence' && (
        <Field
          label={t('ruleMinutes')}
          name="minutes"
          type="number"
          min={1}
          max={limits.silenceMinutes}
          value={minutes}
          error={problem}
          onChange={(event) => {
            setMinutes(event.target.value);
            setProblem(null);
          }}
        />
      )}
      <SheetActions>
        <Button type="submit" busy={busy}>
          {t('ruleAdd')}
        </Button>
      </SheetActions>
    </form>
  );
}
