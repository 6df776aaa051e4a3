import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { Page } from '../ui/Page.tsx';
import { useKeptFocus } from '../ui/useKeptFocus.ts';
import { t } from '../words/words.ts';
import styles from './AdminPage.module.css';
import { AllRooms } from './AllRooms.tsx';
import { AuditLog } from './AuditLog.tsx';
import { Invitations } from './Invitations.tsx';
import { Limits } from './Limits.tsx';
import { Machines } from './Machines.tsx';
import { Overview } from './Overview.tsx';
import { People } from './People.tsx';
import { PersonPage } from './PersonPage.tsx';
import { pages, pathTo, type AdminPlace } from './pages.ts';

interface AdminPageProps {
  page: string;
  /** Of whom or what, on that page. */
  name: string | null;
}

/** All that admins do. */
export function AdminPage({ page, name }: AdminPageProps) {
  const isAdmin = useClientState((state) => state.self?.role === 'admin');
  const content = useRef<HTMLDivElement>(null);
  useKeptFocus(content);
  const presence = useClientState((state) => state.presence);
  const place = pages.find(([path]) => path === page)?.[0];
  if (!isAdmin || place === undefined) {
    return (
      <Blank title={t('notFound')} text={t(isAdmin ? 'notFoundText' : 'adminOnly')}>
        <Link href="/">{t('toInbox')}</Link>
      </Blank>
    );
  }
  return (
    <Page ref={content} tabIndex={-1}>
      <header>
        <h1>{t('admin')}</h1>
        <p className={styles.count}>{presence === null ? '\u00a0' : t('inboxCount', { ...presence })}</p>
      </header>
      <Pages here={place} />
      <Place place={place} name={name} />
    </Page>
  );
}

function Place({ place, name }: { place: AdminPlace; name: string | null }) {
  switch (place) {
    case '':
      return <Overview />;
    case 'people':
      return name === null ? <People /> : <PersonPage key={name} name={name} />;
    case 'invitations':
      return <Invitations />;
    case 'machines':
      return <Machines />;
    case 'rooms':
      return <AllRooms />;
    case 'limits':
      return <Limits />;
    case 'audit':
      return <AuditLog />;
  }
}

function Pages({ here }: { here: AdminPlace }) {
  const current = useRef<HTMLAnchorElement>(null);
  // On a phone they are a strip that is wider than the screen.
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [here]);
  return (
    <nav className={styles.pages} data-strip aria-label={t('adminPages')}>
      {pages.map(([path, name]) => (
        <Link
          key={path}
          href={pathTo(path)}
          ref={path === here ? current : null}
          className={styles.page}
          aria-current={path === here ? 'page' : undefined}
        >
          {t(name)}
        </Link>
      ))}
      <Link href="/comments" className={styles.page}>
        {t('threads')}
      </Link>
    </nav>
  );
}
