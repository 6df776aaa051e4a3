import type { Told } from '../../client/looking/look.ts';
import type { NoticeSettings } from './noticeSettings.ts';

/** One notification: a conversation has one at most. */
export interface Notice {
  /** The conversation. */
  readonly tag: string;
  readonly title: string;
  readonly text: string;
  readonly path: string;
}

/** What came while no page was there. */
export interface News {
  /** What is to be told of it now, as the person wants it. */
  readonly notices: readonly Notice[];
  /** Conversations in which something is unread that is not muted: what was told of others is no news any more. */
  readonly unreadIn: readonly string[];
  readonly unread: number;
  readonly quietHours: NoticeSettings['quietHours'];
  readonly told: Told;
  /** False: there is more, of which nothing can be said. */
  readonly isWhole: boolean;
}

/** Fetches and opens what came. Null: nobody is logged in here any more. @throws where it cannot */
export type FindNews = (settings: NoticeSettings, told: Told) => Promise<News | null>;
