import { Link, Redirect, useLocation, useRoute } from 'wouter';
import { InboxPage } from '../inbox/InboxPage.tsx';
import { useKeys } from '../keys/useKeys.ts';
import { useNotices } from '../notices/useNotices.ts';
import { Blank } from '../ui/Blank.tsx';
import { later } from '../ui/later.tsx';
import { t } from '../words/words.ts';
import { AlreadyIn } from './AlreadyIn.tsx';
import { Banners } from './Banners.tsx';
import styles from './Frame.module.css';
import { Rail } from './Rail.tsx';

export function Frame() {
  const [layer, closeLayer] = useKeys();
  useNotices();
  return (
    <div className={styles.frame}>
      <div className={styles.banners}>
        <Banners />
      </div>
      <Rail />
      <main className={styles.place}>
        <Place />
      </main>
      {layer === 'switcher' && <Switcher onClose={closeLayer} />}
      {layer === 'keys' && <KeysSheet onClose={closeLayer} />}
    </div>
  );
}

const Switcher = later(async () => (await import('../switcher/Switcher.tsx')).Switcher);
const KeysSheet = later(async () => (await import('../keys/KeysSheet.tsx')).KeysSheet);

const waiting = <div aria-busy="true" />;
// What is not the first that anybody sees is fetched when it is looked at.
const RoomsPage = later(async () => (await import('../rooms/RoomsPage.tsx')).RoomsPage, waiting);
const UserPage = later(async () => (await import('../user/UserPage.tsx')).UserPage, waiting);
const StreamsPage = later(async () => (await import('../streams/StreamsPage.tsx')).StreamsPage, waiting);
const CommentsPage = later(async () => (await import('../comments/CommentsPage.tsx')).CommentsPage, waiting);
const SettingsPage = later(async () => (await import('../settings/SettingsPage.tsx')).SettingsPage, waiting);
const LinkPage = later(async () => (await import('../settings/LinkPage.tsx')).LinkPage, waiting);
/** Only admins need it, so nobody else fetches it. */
const AdminPage = later(async () => (await import('../admin/AdminPage.tsx')).AdminPage, waiting);

const beforeLogin = ['/login', '/login/device', '/register', '/recover'];
const links = ['/setup', '/join', '/reset'];

/** A conversation or room, and the message in it that the address leads to. */
function useNamed(base: '/c' | '/rooms'): { name: string; message: string | null } | null {
  const [, named] = useRoute<{ name: string }>(`${base}/:name`);
  const [, led] = useRoute<{ name: string; message: string }>(`${base}/:name/m/:message`);
  return led ?? (named && { name: named.name, message: null });
}

function Place() {
  const [location] = useLocation();
  const conversation = useNamed('/c');
  const room = useNamed('/rooms');
  const [, stream] = useRoute('/streams/:machine/:seq?');
  const [, user] = useRoute('/u/:name');
  const [, admin] = useRoute('/admin/:page/:name?');
  if (location === '/' || conversation) {
    return <InboxPage conversation={conversation?.name ?? null} target={conversation?.message ?? null} />;
  }
  if (location === '/rooms' || room) return <RoomsPage room={room?.name ?? null} target={room?.message ?? null} />;
  if (location === '/streams' || stream)
    return <StreamsPage machine={stream?.machine ?? null} seq={stream?.seq ?? null} />;
  if (user) return <UserPage key={user.name} name={user.name.toLowerCase()} />;
  if (location === '/comments') return <CommentsPage />;
  if (location === '/settings') return <SettingsPage />;
  if (location === '/admin' || admin) {
    return <AdminPage page={admin?.page ?? ''} name={admin?.name ?? null} />;
  }
  if (location === '/link') return <LinkPage />;
  if (beforeLogin.includes(location)) return <Redirect to="/" replace />;
  if (links.includes(location)) return <AlreadyIn />;
  return (
    <Blank title={t('notFound')} text={t('notFoundText')}>
      <Link href="/">{t('toInbox')}</Link>
    </Blank>
  );
}
