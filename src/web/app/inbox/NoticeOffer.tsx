import { useState } from 'react';
import { askToTell, canTell } from '../notices/board.ts';
import { settleNotices, useNoticeSettings } from '../notices/settings.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';

/** Once, after something came that nobody saw come: whether the person wants to be told. */
export function NoticeOffer() {
  const settings = useNoticeSettings();
  const [refused, setRefused] = useState(false);
  if (settings?.offer !== 'open' || !canTell()) return null;
  const done = (): void => void settleNotices({ offer: 'done' });
  const accept = async (): Promise<void> => {
    if (await askToTell()) await settleNotices({ on: true, offer: 'done' });
    else setRefused(true);
  };
  const actions = refused ? (
    <Button look="quiet" onClick={done}>
      {t('noticeOfferClose')}
    </Button>
  ) : (
    <>
      <Button look="quiet" onClick={() => void accept()}>
        {t('noticeOfferYes')}
      </Button>
      <Button look="quiet" onClick={done}>
        {t('noticeOfferNo')}
      </Button>
    </>
  );
  return (
    <Banner tone="quiet" icon="bell" actions={actions}>
      {t(refused ? 'notificationsRefused' : 'noticeOffer')}
    </Banner>
  );
}
