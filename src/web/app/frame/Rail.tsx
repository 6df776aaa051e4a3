import { Link, useLocation } from 'wouter';
import type { ClientState } from '../../../client/api.ts';
import { useClientState } from '../session/client.ts';
import { useLookedAt } from '../session/looking.ts';
import { Badge } from '../ui/Badge.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Mark } from '../ui/Mark.tsx';
import { t, type WordId } from '../words/words.ts';
import styles from './Rail.module.css';

interface Place {
  readonly name: WordId;
  readonly path: string;
  readonly icon: IconName;
  /** Also there. */
  readonly under?: string;
  /** Nobody else has anything to do there. */
  readonly forAdmins?: boolean;
  /** Pages below it leave the rail where it is on phones. */
  readonly staysOnPhones?: boolean;
  /** At the end of the rail. */
  readonly apart?: boolean;
  /** What waits to be read there. */
  readonly unread?: (state: ClientState, lookedAt: string | null) => number;
  readonly unreadWords?: WordId;
}

/** Where one can go. A new room of the app is a line here. */
const places: readonly Place[] = [
  { name: 'inbox', path: '/', under: '/c/', icon: 'inbox', unread: (state) => state.unread },
  {
    name: 'rooms',
    path: '/rooms',
    under: '/rooms/',
    icon: 'rooms',
    unread: ({ rooms }) => rooms.reduce((sum, { unread }) => sum + unread, 0),
  },
  {
    name: 'streams',
    path: '/streams',
    under: '/streams/',
    icon: 'streams',
    unread: ({ streams }, lookedAt) =>
      streams.reduce((sum, { machine, unread }) => (machine === lookedAt ? sum : sum + unread), 0),
    unreadWords: 'navRecords',
  },
  { name: 'public', path: '/comments', icon: 'public', forAdmins: true },
  { name: 'settings', path: '/settings', icon: 'settings', apart: true },
  { name: 'admin', path: '/admin', under: '/admin/', icon: 'key', forAdmins: true, staysOnPhones: true },
];

export function Rail() {
  const [location] = useLocation();
  const isAdmin = useClientState(({ self }) => self?.role === 'admin');
  const open = places.filter(({ forAdmins }) => isAdmin || !forAdmins);
  return (
    <nav
      className={styles.rail}
      aria-label={t('navigation')}
      data-away={
        places.some(({ under, staysOnPhones }) => under && !staysOnPhones && location.startsWith(under)) || undefined
      }
    >
      <span className={styles.mark}>
        <Mark size={40} />
      </span>
      {open.map(({ name, path, icon, under, apart, unread, unreadWords = 'navUnread' }) => {
        const here = location === path || (under !== undefined && location.startsWith(under));
        return (
          <div key={path} className={styles.place} data-apart={apart}>
            <Link href={path} className={styles.link} aria-current={here ? 'page' : undefined}>
              <Icon name={icon} size={22} />
              <span className={styles.name}>{t(name)}</span>
            </Link>
            {unread && <Unread of={unread} words={unreadWords} />}
          </div>
        );
      })}
    </nav>
  );
}

interface UnreadProps {
  of: (state: ClientState, lookedAt: string | null) => number;
  words: WordId;
}

function Unread({ of, words }: UnreadProps) {
  const lookedAt = useLookedAt();
  const unread = useClientState((state) => of(state, lookedAt));
  return unread > 0 && <Badge count={unread} words={words} />;
}
