import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../ui/Avatar.tsx';
import { Sheet, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './OnlinePeople.module.css';
import { useOnline } from './useOnline.ts';

const ROW = 52;

/** Who of a room is online, by name. However many they are, only those in sight are in the page. */
export function OnlinePeople({ room, onClose }: { room: string; onClose: () => void }) {
  const { people, failed } = useOnline(room);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: people?.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialRect: { width: 320, height: 400 },
  });
  return (
    <Sheet title={people === null ? t('whoIsOnline') : t('onlineCount', { count: people.length })} onClose={onClose}>
      {failed !== null && <SheetText>{failureWords(failed)}</SheetText>}
      <div
        ref={scroller}
        className={styles.scroller}
        style={{ height: `min(${virtual.getTotalSize()}px, 60vh)` }}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
        tabIndex={0}
        role="group"
        aria-label={t('whoIsOnline')}
      >
        <div role="list" className={styles.list} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const person = people?.[index];
            if (person === undefined) return null;
            const { username, account } = person;
            const displayName = person.displayName || username;
            return (
              <div
                key={key}
                role="listitem"
                aria-setsize={people?.length}
                aria-posinset={index + 1}
                className={styles.person}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Avatar person={{ account: account ?? '', username, displayName }} size={36} />
                <Link href={`/u/${username}`} className={styles.name} dir="auto" onClick={onClose}>
                  {displayName}
                </Link>
                {displayName !== username && (
                  <span className={styles.handle} dir="ltr">
                    @{username}
                  </span>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </Sheet>
  );
}
