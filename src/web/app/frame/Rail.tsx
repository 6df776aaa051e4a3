import { Link, useLocation } from 'wouter';
import { useClientState } from '../session/client.ts';
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
  /** At the end of the rail. */
  readonly apart?: boolean;
  readonly counts?: boolean;
}

/** Where one can go. A new room of the app is a line here. */
const places: readonly Place[] = [
  { name: 'inbox', path: '/', under: '/c/', icon: 'inbox', counts: true },
  { name: 'settings', path: '/settings', icon: 'settings', apart: true },
];

export function Rail() {
  const [location] = useLocation();
  const unread = useClientState((state) => state.unread);
  return (
    <nav className={styles.rail} aria-label={t('navigation')} data-away={location.startsWith('/c/') || undefined}>
      <span className={styles.mark}>
        <Mark size={40} />
      </span>
      {places.map(({ name, path, icon, under, apart, counts }) => {
        const here = location === path || (under !== undefined && location.startsWith(under));
        return (
          <div key={path} className={styles.place} data-apart={apart}>
            <Link href={path} className={styles.link} aria-current={here ? 'page' : undefined}>
              <Icon name={icon} size={22} />
              {t(name)}
            </Link>
            {counts && unread > 0 && <Badge count={unread} words="navUnread" />}
          </div>
        );
      })}
    </nav>
  );
}
