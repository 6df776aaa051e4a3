import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { ClientState } from '../../../client/api.ts';
import { Lane } from '../../../client/lane.ts';
import { isOpenPath } from '../../service/notices.ts';
import type { NoticeSettings } from '../../service/noticeSettings.ts';
import { useAttention } from '../session/attention.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useLanguage } from '../session/language.ts';
import { t } from '../words/words.ts';
import { renewNotices, showNotice, takeNotices, takePoke } from './board.ts';
import { keepPoked } from './poked.ts';
import {
  arrived,
  noticeOf,
  nothingUnread,
  pokeWishes,
  readMeanwhile,
  readOtherwise,
  tellsNow,
  unreadRows,
  type Rows,
} from './rules.ts';
import { useAllowed } from './useAllowed.ts';
import { settleNotices, useNoticeSettings } from './settings.ts';

const TELLING = 'waxwing-telling';
const LOOKING = 'waxwing-looking';
const turns = new Lane();

/** Tells of what comes while nobody looks at any tab: one of them does it for all. */
export function useNotices(): void {
  const settings = useNoticeSettings();
  useLooking();
  useWordsForService(settings);
  usePoked(settings);
  useOpenedFromNotice();
  useTelling(settings);
}

/** For as long as somebody looks at this tab, the others know. What a poke had said is seen then. */
function useLooking(): void {
  const looking = useAttention();
  useEffect(() => {
    if (!looking) return undefined;
    void takePoke();
    return hold(LOOKING, 'shared');
  }, [looking]);
}

const someoneLooks = async (): Promise<boolean> =>
  (await navigator.locks.query()).held?.some(({ name }) => name === LOOKING) ?? false;

function useTelling(settings: NoticeSettings | null): void {
  const inbox = useClientState((state) => state.inbox);
  const rooms = useClientState((state) => state.rooms);
  const username = useClientState((state) => state.self?.username ?? '');
  // What was said while the app was closed is no news to whoever opens it.
  const caughtUp = useClientState((state) => state.caughtUp);
  const before = useRef<Rows | null>(null);
  const telling = useRef(false);
  useEffect(() => hold(TELLING, 'exclusive', () => (telling.current = true)), []);
  useEffect(() => {
    if (settings === null || (before.current === null && !caughtUp)) return;
    const [was, is] = [before.current, { inbox, rooms }];
    before.current = is;
    // In the order in which it came: what was read meanwhile is not shown once more.
    if (was === null) void turns.run(() => tidy(is, settings));
    else if (telling.current) void turns.run(() => tell(was, is, settings, username));
  }, [inbox, rooms, caughtUp, settings, username]);
}

/** What was shown while the app was closed is as things are now. */
async function tidy(is: Rows, { shows }: NoticeSettings): Promise<void> {
  await takeNotices(nothingUnread(is));
  await renewNotices(unreadRows(is).map((row) => noticeOf(row, shows)));
}

async function tell(was: Rows, is: Rows, settings: NoticeSettings, username: string): Promise<void> {
  const read = readMeanwhile(was, is);
  if (read.length > 0) await takeNotices(read);
  const otherwise = readOtherwise(was, is);
  if (otherwise.length > 0) await renewNotices(otherwise.map((row) => noticeOf(row, settings.shows)));
  const news = arrived(was, is, { username });
  if (news.length === 0 || (await someoneLooks())) return;
  if (settings.offer === 'none' && !settings.on) await settleNotices({ offer: 'open' });
  if (!tellsNow(settings, new Date())) return;
  for (const row of news) await showNotice(noticeOf(row, settings.shows), settings.sound);
}

/** What the service worker has to know while no page is there. */
function useWordsForService(settings: NoticeSettings | null): void {
  const language = useLanguage();
  const quietHours = useClientState((state: ClientState) => state.quietHours);
  useEffect(() => {
    if (settings === null) return;
    const words = { message: t('noticeMessage') };
    const known = JSON.stringify([settings.language, settings.words, settings.quietHours]);
    if (known !== JSON.stringify([language, words, quietHours])) void settleNotices({ language, words, quietHours });
  }, [settings, language, quietHours]);
}

/** The server knows what this device wants to be poked for, as long as it does. */
function usePoked(settings: NoticeSettings | null): void {
  const client = useClient();
  const inbox = useClientState((state) => state.inbox);
  const rooms = useClientState((state) => state.rooms);
  const blocked = useClientState((state) => state.blocked);
  const online = useClientState((state) => state.caughtUp);
  const allowed = useAllowed();
  const on = settings?.on === true && allowed;
  const wishes = JSON.stringify(pokeWishes({ inbox, rooms, blocked }));
  useEffect(() => {
    if (on && online) void keepPoked(client, JSON.parse(wishes) as ReturnType<typeof pokeWishes>);
  }, [client, on, online, wishes]);
}

function useOpenedFromNotice(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
    const open = ({ data }: MessageEvent): void => {
      if (isOpenPath(data)) navigate(data.path);
    };
    workers?.addEventListener('message', open);
    return () => workers?.removeEventListener('message', open);
  }, [navigate]);
}

/** Holds a lock from when it is free, and says so. Answers how to let it go. */
function hold(name: string, mode: LockMode, held: () => unknown = () => undefined): () => void {
  const ended = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = (): Promise<void> => {
    held();
    return promise;
  };
  navigator.locks.request(name, { mode, signal: ended.signal }, work).catch(() => undefined);
  return () => {
    resolve();
    ended.abort();
  };
}
