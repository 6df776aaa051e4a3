import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Sheet, SheetActions } from '../ui/Sheet.tsx';
import formStyles from '../ui/NameSheet.module.css';
import { t } from '../words/words.ts';
import type { Range } from './filter.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface RangeSheetProps {
  range: Range;
  onChosen: (range: Range) => void;
  onClose: () => void;
}

/** Asks from when to when, in the reader's time; the last minute is included. */
export function RangeSheet({ range, onChosen, onClose }: RangeSheetProps) {
  const [{ from, to }, setSpan] = useState(() => {
    const now = Date.now();
    const span = range.kind === 'span' ? range : { from: now - HOUR, to: now };
    return { from: fieldOf(span.from), to: fieldOf(span.to) };
  });
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (): void => {
    const span = { from: new Date(from).getTime(), to: new Date(to).getTime() + MINUTE - 1 };
    if (!(span.to > span.from)) return setProblem(t('rangeBackwards'));
    onChosen({ kind: 'span', ...span });
  };
  return (
    <Sheet title={t('range')} onClose={onClose}>
      <form
        className={formStyles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label={t('rangeFrom')}
          type="datetime-local"
          autoFocus
          required
          value={from}
          onChange={(event) => setSpan({ from: event.target.value, to })}
        />
        <Field
          label={t('rangeTo')}
          type="datetime-local"
          required
          value={to}
          error={problem}
          onChange={(event) => setSpan({ from, to: event.target.value })}
        />
        <SheetActions>
          <Button type="submit">{t('rangeShow')}</Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}

/** As a field of the browser takes it: local time to the minute. */
function fieldOf(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * MINUTE);
  return local.toISOString().slice(0, 16);
}
