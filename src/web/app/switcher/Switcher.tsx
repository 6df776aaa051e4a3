import { useMemo, useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useStateNow } from '../session/client.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { t } from '../words/words.ts';
import { type Destination, destinations, matching } from './destinations.ts';
import styles from './Switcher.module.css';

/** More are not looked through: one types another letter. */
const SHOWN = 50;

const icons: Record<Destination['kind'], IconName> = {
  person: 'people',
  room: 'rooms',
  stream: 'streams',
  page: 'open',
  new: 'people',
};

/** Leads anywhere by a few letters. It looks at what there is once, when it opens: nothing moves under the hand. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const state = useStateNow();
  const [, navigate] = useLocation();
  const [all] = useState(() => destinations(state()));
  const [typed, setTyped] = useState('');
  const found = useMemo(() => matching(all, typed).slice(0, SHOWN), [all, typed]);
  const go = (path: string | undefined): void => {
    if (path === undefined) return;
    onClose();
    navigate(path);
  };
  return (
    <Sheet title={t('switcher')} onClose={onClose}>
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <div className={styles.scroller}>
          <SearchField
            className={styles.search ?? ''}
            aria-label={t('switcherField')}
            autoFocus
            onKeyDown={(event) => {
              if (event.key === 'Enter' && typed === '') go(found[0]?.path);
              else event.continuePropagation();
            }}
          >
            <Input className={styles.field ?? ''} placeholder={t('switcherHint')} />
          </SearchField>
          <ListBox
            className={styles.list ?? ''}
            aria-label={t('switcher')}
            items={found}
            renderEmptyState={() => <p className={styles.none}>{t('switcherNone')}</p>}
            onAction={(path) => go(String(path))}
          >
            {(destination) => (
              <ListBoxItem id={destination.path} textValue={destination.name} className={styles.row ?? ''}>
                <Row destination={destination} />
              </ListBoxItem>
            )}
          </ListBox>
        </div>
      </Autocomplete>
    </Sheet>
  );
}

function Row({ destination: { kind, name, handle, person, unread } }: { destination: Destination }) {
  return (
    <>
      <span className={styles.sign}>
        {person !== null ? <Avatar person={person} size={36} /> : <Icon name={icons[kind]} size={20} />}
      </span>
      <span className={styles.name}>{name}</span>
      {handle !== null && <span className={styles.handle}>{handle}</span>}
      {unread > 0 && <Badge count={unread} words="navUnread" />}
    </>
  );
}
