import { useEffect, useState } from 'react';
import type { Alarm } from '../../../client/api.ts';
import { useClient, useClientState } from '../session/client.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { fullName } from '../words/person.ts';
import { t, type WordId } from '../words/words.ts';
import { Version } from './Version.tsx';

const alarmWords: Record<Alarm['kind'], WordId> = {
  chain_fork: 'alarmFork',
  chain_shrunk: 'alarmShrunk',
  new_device: 'alarmNewDevice',
  impersonated: 'alarmImpersonated',
  account_key_replaced: 'alarmAccountKey',
  slot_replaced: 'alarmSlot',
  older_keys: 'alarmOlderKeys',
  restored: 'alarmRestored',
  another_name: 'alarmAnotherName',
  another_member: 'alarmAnotherMember',
};

/** Something to know, where the others are dangers. */
const NOTICES: readonly Alarm['kind'][] = [
  'new_device',
  'account_key_replaced',
  'slot_replaced',
  'older_keys',
  'restored',
];

/** What holds for the whole app, above it: plainly, and gone when it is over. */
export function Banners() {
  const alarms = useClientState((state) => state.alarms);
  const offline = useLasting(useClientState((state) => state.connection === 'offline'));
  return (
    <div>
      <Version />
      {alarms.map((alarm) => (
        <AlarmBanner key={alarm.id} alarm={alarm} />
      ))}
      {offline && (
        <Banner tone="quiet" icon="offline">
          {t('offline')}
        </Banner>
      )}
    </div>
  );
}

function AlarmBanner({ alarm }: { alarm: Alarm }) {
  const client = useClient();
  const dismiss = (
    <Button look="quiet" onClick={() => void client.dismissAlarm(alarm.id)}>
      {t('dismiss')}
    </Button>
  );
  return (
    <Banner tone={NOTICES.includes(alarm.kind) ? 'warn' : 'danger'} icon="warning" role="alert" actions={dismiss}>
      {t(alarmWords[alarm.kind], { name: fullName(alarm.about) })}
    </Banner>
  );
}

const LASTS = 1_000;

/** True once something has held for a second: a line that breaks for a moment moves nothing on the screen. */
function useLasting(holds: boolean): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!holds) return undefined;
    const timer = setTimeout(() => setLasts(true), LASTS);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [holds]);
  return lasts && holds;
}
