import { Link } from 'wouter';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Field } from '../ui/Field.tsx';
import { NewPasswordField } from '../ui/NewPasswordField.tsx';
import { refusal } from '../ui/passwordChoice.ts';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Aside, Card } from './Card.tsx';
import { Form } from './Form.tsx';
import { UsernameField } from './UsernameField.tsx';
import { useFields } from './useFields.ts';
import styles from './RecoverPage.module.css';

export function RecoverPage() {
  const client = useClient();
  const call = useCall();
  const { values, errors, set, report } = useFields({ username: '', code: '', password: '' });

  const submit = async (): Promise<void> => {
    const username = values.username.trim();
    const complete = report({
      username: username === '' ? t('needUsername') : null,
      code: values.code.trim() === '' ? t('needRecoveryCode') : null,
      password: await refusal(values.password, username),
    });
    if (!complete) return call.clear();
    const outcome = await call.run(() => client.recover(username, values.code.trim(), values.password));
    if (outcome?.ok === false && isAboutCode(outcome.code)) report({ code: t('failRecoveryCode') });
  };

  const general = call.failed !== null && !isAboutCode(call.failed.code) ? failureWords(call.failed) : null;
  return (
    <Card title={t('recoverHeading')} text={t('recoverText')} announce>
      <Form button={t('recoverButton')} busy={call.busy} error={general} onSubmit={submit}>
        <UsernameField value={values.username} error={errors.username ?? null} onChange={set('username')} />
        <Field
          label={t('recoveryCode')}
          name="recovery-code"
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          value={values.code}
          error={errors.code}
          onChange={(event) => set('code')(event.target.value)}
        />
        <NewPasswordField
          label={t('newPassword')}
          value={values.password}
          username={values.username}
          error={errors.password ?? null}
          onChange={set('password')}
        />
      </Form>
      <p className={styles.hint}>{t('noCode')}</p>
      <Aside>
        {t('backToLogin')} <Link href="/login">{t('login')}</Link>
      </Aside>
    </Card>
  );
}

const isAboutCode = (code: string): boolean => code === 'wrong_recovery_code' || code === 'invalid_credentials';
