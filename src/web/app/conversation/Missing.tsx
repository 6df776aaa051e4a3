import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { t, type WordId } from '../words/words.ts';
import styles from './ConversationPane.module.css';

const PATIENCE = 2_000;

/** An address that leads to no conversation; one may be on its way, which is said, too. */
export function Missing() {
  const offline = useClientState(({ connection }) => connection === 'offline');
  const loading = useClientState((state) => state.loading !== null) && !offline;
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  if (!waited) return <section className={styles.pane} aria-busy="true" />;
  return (
    <section className={styles.pane} aria-busy={loading || undefined}>
      <Blank title={t(loading ? 'conversationComing' : 'conversationGone')} text={t(textOf(loading, offline))}>
        <Link href="/">{t('toInbox')}</Link>
      </Blank>
    </section>
  );
}

function textOf(loading: boolean, offline: boolean): WordId {
  if (loading) return 'conversationComingText';
  return offline ? 'conversationOffline' : 'conversationGoneText';
}
