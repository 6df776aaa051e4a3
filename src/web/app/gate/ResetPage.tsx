import { Link } from 'wouter';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { NewPasswordField } from '../ui/NewPasswordField.tsx';
import { refusal } from '../ui/passwordChoice.ts';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Aside, Card } from './Card.tsx';
import { Form } from './Form.tsx';
import styles from './ResetPage.module.css';
import { useEnrolment } from './enrolment.ts';
import { useFields } from './useFields.ts';

export function ResetPage({ token }: { token: string }) {
  const client = useClient();
  const enrolment = useEnrolment();
  const call = useCall();
  const { values, errors, set, report } = useFields({ password: '' });

  const submit = async (): Promise<void> => {
    if (!report({ password: await refusal(values.password, '') })) return call.clear();
    await call.run(() => enrolment.run('', () => client.reset(token, values.password)));
  };

  return (
    <Card title={t('resetHeading')}>
      <div className={styles.loss}>
        <p>{t('resetUsername')}</p>
        <ul>
          <li>{t('resetLoss1')}</li>
          <li>{t('resetLoss2')}</li>
          <li>{t('resetLoss3')}</li>
        </ul>
        <p>{t('resetHint')}</p>
      </div>
      <Form
        button={t('resetButton')}
        busy={call.busy}
        error={call.failed && failureWords(call.failed)}
        onSubmit={submit}
      >
        <NewPasswordField
          label={t('newPassword')}
          value={values.password}
          username=""
          error={errors.password ?? null}
          onChange={set('password')}
        />
      </Form>
      <Aside>
        <Link href="/recover">{t('useRecoveryCode')}</Link>
      </Aside>
    </Card>
  );
}
