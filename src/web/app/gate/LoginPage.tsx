import { Link } from 'wouter';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Notice } from '../ui/Notice.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Aside, Card, Links } from './Card.tsx';
import { Form } from './Form.tsx';
import { UsernameField } from './UsernameField.tsx';
import { useFields } from './useFields.ts';

const endings = {
  removed: 'endedRemoved',
  dismissed: 'endedDismissed',
  expired: 'endedExpired',
  approval: 'endedApproval',
  refused: 'endedRefused',
  deleted: 'endedDeleted',
} as const;

export function LoginPage({ notice }: { notice?: string }) {
  const client = useClient();
  const ended = useClientState((state) => state.ended);
  const call = useCall();
  const { values, errors, set, report } = useFields({ username: '', password: '' });

  const submit = async (): Promise<void> => {
    const username = values.username.trim();
    const complete = report({
      username: username === '' ? t('needUsername') : null,
      password: values.password === '' ? t('needPassword') : null,
    });
    if (!complete) return call.clear();
    await call.run(() => client.login(username, values.password));
  };

  return (
    <Card title={t('login')}>
      {notice !== undefined && <Notice>{notice}</Notice>}
      {ended !== null && <Notice>{t(endings[ended])}</Notice>}
      <Form button={t('login')} busy={call.busy} error={call.failed && failureWords(call.failed)} onSubmit={submit}>
        <UsernameField value={values.username} error={errors.username ?? null} onChange={set('username')} autoFocus />
        <PasswordField
          label={t('password')}
          name="password"
          autoComplete="current-password"
          value={values.password}
          error={errors.password}
          onChange={(event) => set('password')(event.target.value)}
        />
      </Form>
      <Links>
        <Aside>
          <Link href="/login/device">{t('linkLogin')}</Link>
        </Aside>
        <Aside>
          <Link href="/recover">{t('forgot')}</Link>
        </Aside>
        <Aside>
          {t('noAccount')} <Link href="/register">{t('createHeading')}</Link>
        </Aside>
      </Links>
    </Card>
  );
}
