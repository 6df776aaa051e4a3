import { useMemo, useRef, useState } from 'react';
import type { ClientState } from '../../../client/api.ts';
import { SearchField } from '../search/SearchField.tsx';
import { filtersOf, forgetSearch, useTyped } from '../search/typed.ts';
import { useClientState } from '../session/client.ts';
import { useLayer } from '../session/layers.ts';
import { Blank } from '../ui/Blank.tsx';
import { Button } from '../ui/Button.tsx';
import { later } from '../ui/later.tsx';
import { t } from '../words/words.ts';
import { ConversationList } from './ConversationList.tsx';
import { EmptyInbox } from './EmptyInbox.tsx';
import styles from './ListPane.module.css';
import { NoticeOffer } from './NoticeOffer.tsx';
import { Loading } from './Loading.tsx';
import { Tabs, type Tab } from './Tabs.tsx';

/** Only whoever searches needs it. */
const Results = later(
  async () => (await import('../search/Results.tsx')).Results,
  <div className={styles.list} aria-busy="true" />,
);

interface ListPaneProps {
  selected: string | null;
  /** The message that the address leads to. */
  target: string | null;
  onNewMessage: () => void;
}

export function ListPane({ selected, target, onNewMessage }: ListPaneProps) {
  const inbox = useClientState((state) => state.inbox);
  const presence = useClientState((state) => state.presence);
  const online = useClientState((state) => state.connection === 'online');
  const loading = useClientState((state) => state.loading);
  // An account that has just been opened here may have conversations that are still on their way.
  const isWhole = useClientState((state) => state.caughtUp || state.connection === 'offline') && loading === null;
  const [tab, setTab] = useState<Tab>('all');
  const pane = useRef<HTMLElement>(null);
  const typed = useTyped();
  const isSearching = typed.text.trim() !== '' || filtersOf(typed).length > 0;
  // Back from what was found leads to it, and back from there ends it.
  useLayer(isSearching, forgetSearch, { stays: true });
  const firstHit = (): HTMLElement | null | undefined => pane.current?.querySelector<HTMLElement>('a[data-hit]');
  // What one is reading stays in the list of unread ones until one leaves it.
  const rows = useMemo(
    () => (tab === 'all' ? inbox : inbox.filter((row) => row.unread > 0 || row.conversation === selected)),
    [inbox, tab, selected],
  );
  return (
    <section ref={pane} className={styles.pane} aria-labelledby="inbox-heading">
      <header className={styles.head}>
        <div className={styles.title}>
          <h1 id="inbox-heading" tabIndex={-1}>
            {t('inbox')}
          </h1>
          <Button onClick={onNewMessage}>{t('newMessage')}</Button>
        </div>
        <p className={styles.count}>{presence === null ? '\u00a0' : countWords(presence, online)}</p>
        <SearchField
          typed={typed}
          onFocus={Results.fetch}
          onDown={() => firstHit()?.focus()}
          onEnter={() => firstHit()?.click()}
        />
        {!isSearching && <Tabs selected={tab} onSelect={setTab} />}
      </header>
      {!isSearching && <NoticeOffer />}
      {isSearching && <Results typed={typed} selected={target} />}
      <div
        className={styles.list}
        id="inbox-panel"
        role="tabpanel"
        aria-labelledby={`inbox-tab-${tab}`}
        aria-busy={!isWhole || undefined}
        hidden={isSearching}
      >
        {rows.length > 0 && <ConversationList rows={rows} selected={selected} />}
        {rows.length === 0 && tab === 'unread' && isWhole && (
          <Blank text={t('emptyUnread')}>
            <Button look="quiet" onClick={() => setTab('all')}>
              {t('showAll')}
            </Button>
          </Blank>
        )}
        {rows.length === 0 && tab === 'all' && isWhole && <EmptyInbox onNewMessage={onNewMessage} />}
      </div>
      {loading !== null && !isSearching && <Loading done={loading.done} total={loading.total} />}
    </section>
  );
}

/** Who is online is only known while this device is. */
function countWords({ people, online }: NonNullable<ClientState['presence']>, connected: boolean): string {
  return connected ? t('inboxCount', { people, online }) : t('inboxPeople', { people });
}
