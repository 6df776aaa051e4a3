import { useEffect } from 'react';
import { Link } from 'wouter';
import type { Failure, LinkingView } from '../../../client/api.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { CompareNumber } from '../ui/CompareNumber.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Aside, Card } from './Card.tsx';
import styles from './NewDevicePage.module.css';

/** This device waits for one that is logged in to let it in. */
export function NewDevicePage() {
  const client = useClient();
  const linking = useClientState((state) => state.linking);
  const { run, failed, busy } = useCall();
  const start = () => void run(() => client.startLinking());
  useEffect(() => {
    start();
    return () => void client.cancelLinking();
    // eslint-disable-next-line react/exhaustive-deps -- `run` is made anew at every rendering and does the same
  }, [client]);

  if (linking !== null && linking.failure === null && linking.number !== null) {
    return <Compare linking={linking} number={linking.number} onCancel={start} />;
  }
  const over = failed?.code ?? linking?.failure ?? null;
  return (
    <Card title={t('linkHeading')} text={over === null ? t('linkHereText') : undefined} announce>
      {over === null && linking !== null && <Waiting linking={linking} />}
      {over === null && linking === null && <p role="status">{t('linkFetching')}</p>}
      {over !== null && (
        <>
          <Notice>{endedWords(over)}</Notice>
          <Button shape="wide" busy={busy} onClick={start}>
            {t('linkNewCode')}
          </Button>
        </>
      )}
      <Aside>
        {t('backToLogin')} <Link href="/login">{t('login')}</Link>
      </Aside>
    </Card>
  );
}

const endedWords = (code: Failure): string =>
  code === 'link_spent' ? t('linkEnded') : code === 'keys_do_not_match' ? t('linkFoul') : failureWords({ code });

function Waiting({ linking }: { linking: LinkingView }) {
  return (
    <>
      <QrCode text={location.origin + linking.link} label={t('linkQr')} />
      <div className={styles.typed}>
        <p>{t('linkOrType')}</p>
        <p className={styles.code} role="group" aria-label={t('linkCode')} data-testid="linking-code">
          {linking.code}
        </p>
      </div>
    </>
  );
}

interface CompareProps {
  linking: LinkingView;
  number: string;
  onCancel: () => void;
}

function Compare({ linking, number, onCancel }: CompareProps) {
  const client = useClient();
  const call = useCall();
  const name = linking.username ?? '';
  return (
    <Card title={t('linkCompareHeading', { name })} text={t('linkCompareHere', { name })} announce>
      <CompareNumber digits={number} />
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      {linking.confirmed ? (
        <p className={styles.status} role="status">
          {t('linkPasswordThere')}
        </p>
      ) : (
        <Button shape="wide" busy={call.busy} onClick={() => void call.run(() => client.confirmLinking())}>
          {t('linkSame')}
        </Button>
      )}
      <Button look="quiet" shape="wide" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </Card>
  );
}
