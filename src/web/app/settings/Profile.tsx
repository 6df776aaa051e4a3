import { useState } from 'react';
import { limits } from '../../../protocol/limits.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { RowLink } from '../ui/RowLink.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './Profile.module.css';
import { Said } from './Said.tsx';
import { Section } from './Section.tsx';

export function Profile() {
  const client = useClient();
  const self = useClientState((state) => state.self);
  const call = useCall();
  const [name, setName] = useState(self?.displayName ?? '');
  const [saved, setSaved] = useState(false);
  const save = async (): Promise<void> => {
    setSaved(false);
    const outcome = await call.run(() => client.setDisplayName(name.trim()));
    setSaved(outcome?.ok === true);
  };
  return (
    <Section title={t('profile')}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          label={t('displayName')}
          hint={t('displayNameHint', { name: self?.username ?? '' })}
          name="display-name"
          autoComplete="name"
          placeholder={self?.username}
          dir="auto"
          maxLength={limits.displayName}
          value={name}
          error={call.failed && failureWords(call.failed)}
          onChange={(event) => {
            setName(event.target.value);
            setSaved(false);
          }}
        />
        <div className={styles.actions}>
          <Button type="submit" look="quiet" busy={call.busy}>
            {t('save')}
          </Button>
          <RowLink href={`/u/${self?.username}`}>{t('ownPage')}</RowLink>
          <Said words={saved ? t('saved') : null} />
        </div>
      </form>
    </Section>
  );
}
