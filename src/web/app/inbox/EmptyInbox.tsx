import { useLocation } from 'wouter';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';

/** No conversation yet: the way to the first one, or, for an admin who is alone here, to somebody to have it with. */
export function EmptyInbox({ onNewMessage }: { onNewMessage: () => void }) {
  const [, navigate] = useLocation();
  const isAlone = useClientState(({ self, presence }) => self?.role === 'admin' && presence?.people === 1);
  if (isAlone) {
    return (
      <Blank text={t('emptyServer')}>
        <Button look="quiet" onClick={() => navigate('/admin/invitations')}>
          {t('emptyServerButton')}
        </Button>
      </Blank>
    );
  }
  return (
    <Blank text={t('emptyInbox')}>
      <Button look="quiet" onClick={onNewMessage}>
        {t('emptyInboxButton')}
      </Button>
    </Blank>
  );
}
