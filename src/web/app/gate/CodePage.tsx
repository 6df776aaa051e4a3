import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Choice.tsx';
import { CodeSheet } from '../ui/CodeSheet.tsx';
import { t } from '../words/words.ts';
import { Card } from './Card.tsx';

/** Shown once, after an account was made: the only other key to it. */
export function CodePage({ code, name, onDone }: { code: string; name: string; onDone: () => void }) {
  const [saved, setSaved] = useState(false);
  return (
    <Card title={t('codeHeading')} text={t('codeText')} announce>
      <CodeSheet code={code} name={name} />
      <Checkbox checked={saved} onChange={setSaved}>
        {t('codeSaved')}
      </Checkbox>
      <Button shape="wide" disabled={!saved} onClick={onDone}>
        {t('codeContinue')}
      </Button>
    </Card>
  );
}
