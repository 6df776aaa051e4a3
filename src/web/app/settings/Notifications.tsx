import { useState } from 'react';
import { useClient } from '../session/client.ts';
import { askToTell, canTell, takeAllNotices } from '../notices/board.ts';
import { endPoked } from '../notices/poked.ts';
import { settleNotices, useNoticeSettings } from '../notices/settings.ts';
import { useAllowed } from '../notices/useAllowed.ts';
import { Switch } from '../ui/Choice.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { t, type WordId } from '../words/words.ts';
import { QuietHours } from './QuietHours.tsx';
import { Section } from './Section.tsx';

const contents = {
  nothing: 'noticeShowsNothing',
  who: 'noticeShowsWho',
  what: 'noticeShowsWhat',
} as const satisfies Record<string, WordId>;
type Contents = keyof typeof contents;
const isContents = (value: string): value is Contents => value in contents;

/** Whether, how and when this device tells of messages while nobody looks at Waxwing. */
export function Notifications() {
  const client = useClient();
  const settings = useNoticeSettings();
  const allowed = useAllowed();
  const [refused, setRefused] = useState(false);
  const turn = async (on: boolean): Promise<void> => {
    const allowed = !on || (await askToTell());
    setRefused(!allowed);
    if (!allowed) return;
    await settleNotices({ on, offer: 'done' });
    if (!on) await Promise.all([endPoked(client), takeAllNotices()]);
  };
  const on = settings?.on === true && allowed;
  return (
    <Section title={t('notifications')} text={t(canTell() ? 'notificationsText' : 'notificationsCannot')}>
      {canTell() && settings !== null && (
        <Switch label={t('notificationsOn')} text={t('notificationsOnText')} on={on} onChange={(to) => void turn(to)} />
      )}
      {refused && <FieldError>{t('notificationsRefused')}</FieldError>}
      {on && (
        <>
          <Select
            label={t('noticeShows')}
            labelled
            value={settings.shows}
            options={Object.entries(contents).map(([name, words]) => [name, t(words)])}
            onChange={(shows) => isContents(shows) && void settleNotices({ shows })}
          />
          <Switch
            label={t('noticeSound')}
            text={t('noticeSoundText')}
            on={settings.sound}
            onChange={(sound) => void settleNotices({ sound })}
          />
        </>
      )}
      <QuietHours />
    </Section>
  );
}
