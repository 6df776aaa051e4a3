import { useFields } from '../gate/useFields.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { NewPasswordField } from '../ui/NewPasswordField.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { Sheet, SheetActions } from '../ui/Sheet.tsx';
import { refusal } from '../ui/passwordChoice.ts';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './PasswordSheet.module.css';

export function ChangePassword({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const client = useClient();
  const username = useClientState((state) => state.self?.username ?? '');
  const call = useCall();
  const { values, errors, set, report } = useFields({ current: '', next: '' });

  const submit = async (): Promise<void> => {
    const current = values.current === '' ? t('needPassword') : null;
    if (!report({ current, next: await refusal(values.next, username) })) return call.clear();
    const outcome = await call.run(() => client.changePassword(values.current, values.next));
    if (outcome?.ok) onDone();
    else if (outcome?.code === 'invalid_credentials') report({ current: t('failPassword') });
  };

  const general = call.failed !== null && call.failed.code !== 'invalid_credentials' ? call.failed : null;
  return (
    <Sheet title={t('changePassword')} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <PasswordField
          label={t('currentPassword')}
          name="password"
          autoComplete="current-password"
          autoFocus
          value={values.current}
          error={errors.current}
          onChange={(event) => set('current')(event.target.value)}
        />
        <NewPasswordField
          label={t('newPassword')}
          value={values.next}
          username={username}
          error={errors.next ?? null}
          onChange={set('next')}
        />
        {general && <FieldError>{failureWords(general)}</FieldError>}
        <SheetActions>
          <Button look="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" busy={call.busy}>
            {t('changePassword')}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
