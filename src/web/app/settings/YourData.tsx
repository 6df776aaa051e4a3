import { useState } from 'react';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import type { Kind } from './export/save.ts';
import { Said } from './Said.tsx';
import { Line, Section } from './Section.tsx';

/** Everything of one's own, in a file that others can read too. */
export function YourData() {
  const client = useClient();
  const { run, busy, failed } = useCall();
  const [said, setSaid] = useState<string | null>(null);
  const saveAs = (kind: Kind): Promise<unknown> =>
    run(async () => {
      const { save } = await import('./export/save.ts');
      const outcome = await save(client, kind, (done, of) => setSaid(t('exportProgress', { done, of })));
      setSaid(outcome.ok ? t('exported') : null);
      return outcome;
    });
  return (
    <Section title={t('exportSection')} text={t('exportText')}>
      <Line>
        <Button look="quiet" busy={busy} onClick={() => void saveAs('page')}>
          {t('exportPage')}
        </Button>
        <Button look="quiet" busy={busy} onClick={() => void saveAs('json')}>
          {t('exportJson')}
        </Button>
        <Said words={said} />
      </Line>
      {failed && <FieldError>{failureWords(failed)}</FieldError>}
    </Section>
  );
}
