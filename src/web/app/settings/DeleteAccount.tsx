import { useState } from 'react';
import { useClient, useClientState } from '../session/client.ts';
import { Button } from '../ui/Button.tsx';
import { Losses } from '../ui/Losses.tsx';
import { t } from '../words/words.ts';
import { PasswordSheet } from './PasswordSheet.tsx';
import { Line, Section } from './Section.tsx';

/** The end of one's own account. An admin gives that up first, so that the server keeps one. */
export function DeleteAccount() {
  const client = useClient();
  const isAdmin = useClientState((state) => state.self?.role === 'admin');
  const [asking, setAsking] = useState(false);
  return (
    <Section title={t('deleteAccountSection')} text={t(isAdmin ? 'deleteAccountAdmin' : 'deleteAccountText')}>
      {!isAdmin && (
        <Line>
          <Button look="danger" onClick={() => setAsking(true)}>
            {t('deleteAccount')}
          </Button>
        </Line>
      )}
      {asking && (
        <PasswordSheet
          title={t('deleteAccountTitle')}
          text={<Losses of={[t('deleteAccountLoss1'), t('deleteAccountLoss2'), t('removePersonLoss3')]} />}
          button={t('deleteAccount')}
          confirm={(password) => client.removeAccount(password)}
          onClose={() => setAsking(false)}
          onDone={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
