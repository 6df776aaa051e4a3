import { useState, type ReactNode } from 'react';
import type { Registration } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { NewPasswordField } from '../ui/NewPasswordField.tsx';
import { refusal } from '../ui/passwordChoice.ts';
import { failureWords, type Failed } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Form } from './Form.tsx';
import { UsernameField } from './UsernameField.tsx';
import { useEnrolment } from './enrolment.ts';
import { useFields } from './useFields.ts';
import { usernameProblem } from './username.ts';

interface CreateFormProps {
  /** What the link that led here allows. */
  admission?: Pick<Registration, 'setup' | 'openRegistration' | 'invitation'>;
  children?: ReactNode;
}

export function CreateForm({ admission = {}, children }: CreateFormProps) {
  const client = useClient();
  const enrolment = useEnrolment();
  const call = useCall();
  const [judging, setJudging] = useState(false);
  const { values, errors, set, report } = useFields({ username: '', password: '' });

  const submit = async (): Promise<void> => {
    const username = values.username.trim();
    setJudging(true);
    const password = await refusal(values.password, username);
    setJudging(false);
    if (!report({ username: usernameProblem(username), password })) return call.clear();
    const request = { username, password: values.password, ...admission };
    const outcome = await call.run(() => enrolment.run(username, () => client.register(request)));
    if (outcome?.ok === false) report(atFields(outcome));
  };

  const elsewhere = call.failed !== null && atFields(call.failed).username === null;
  return (
    <Form
      button={t('createButton')}
      busy={call.busy || judging}
      error={elsewhere && call.failed ? failureWords(call.failed) : null}
      onSubmit={submit}
    >
      <UsernameField value={values.username} error={errors.username ?? null} onChange={set('username')} autoFocus />
      <NewPasswordField
        label={t('password')}
        value={values.password}
        username={values.username}
        error={errors.password ?? null}
        onChange={set('password')}
      />
      {children}
    </Form>
  );
}

function atFields(failed: Failed): { username: string | null } {
  if (failed.code === 'username_taken') return { username: failureWords(failed) };
  if (failed.code === 'invalid' && failed.field === 'username') return { username: t('usernameRefused') };
  return { username: null };
}
