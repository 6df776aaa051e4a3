import { look } from '../../../client/looking/look.ts';
import type { WithFindNews } from '../../service/findNews.ts';
import type { FindNews } from '../../service/news.ts';
import { loadFormatting } from '../formatting/formatting.ts';
import { languageOf } from '../words/language.ts';
import { speak } from '../words/words.ts';
import { http } from '../worker/http.ts';
import { openLying } from '../worker/storages.ts';
import { isNews, noticeOf } from './rules.ts';

// Runs in the service worker, when something came and no page is there.
const findNews: FindNews = async (settings, told) => {
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
  const seen = await look({ http, storages: { open: openLying }, random, now: () => Date.now() }, told);
  if (seen === null) return null;
  await Promise.all([speak(languageOf(settings.language) ?? 'en'), loadFormatting()]);
  const rows = [...seen.inbox, ...seen.rooms];
  const unread = rows.filter((row) => row.unread > 0 && row.notify !== 'none');
  const news = unread.filter((row) => seen.news.has(row.conversation) && isNews(row, seen.username));
  return {
    notices: news.map((row) => noticeOf(row, settings.shows)),
    unreadIn: unread.map(({ conversation }) => conversation),
    unread: seen.unread,
    quietHours: seen.quietHours,
    told: seen.told,
    isWhole: seen.isWhole,
  };
};

(globalThis as unknown as WithFindNews).findNews = findNews;
