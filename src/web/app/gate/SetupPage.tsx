import { useState } from 'react';
import { Switch } from '../ui/Choice.tsx';
import { t } from '../words/words.ts';
import { Card } from './Card.tsx';
import { CreateForm } from './CreateForm.tsx';
import styles from './SetupPage.module.css';

export function SetupPage({ token }: { token: string }) {
  const [open, setOpen] = useState(true);
  return (
    <Card title={t('createHeading')} text={`${t('setupText')} ${t('promise')}`}>
      <CreateForm admission={{ setup: token, openRegistration: open }}>
        <div className={styles.choice}>
          <Switch label={t('setupRegistration')} text={t('setupRegistrationText')} on={open} onChange={setOpen} />
        </div>
      </CreateForm>
    </Card>
  );
}
