import { inLocale } from './inLocale.ts';
import { t } from './words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const dates = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
  inLocale((locale) => new Intl.DateTimeFormat(locale, options));

const clockTime = dates({ hour: 'numeric', minute: '2-digit' });
const weekday = dates({ weekday: 'short' });
const dayOfYear = dates({ day: 'numeric', month: 'short' });
const fullDate = dates({ day: 'numeric', month: 'short', year: 'numeric' });
const longDay = dates({ weekday: 'long', day: 'numeric', month: 'long' });
const longDate = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const clockSeconds = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortDay = dates({ weekday: 'short', day: 'numeric', month: 'short' });
const dayAndTime = dates({
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
const exactMillisecond = dates({
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
});
const exact = dates({ dateStyle: 'full', timeStyle: 'short' });

const agoOf = inLocale((locale) => new Intl.RelativeTimeFormat(locale, { style: 'short' }));

/** How long ago, as the list of conversations says it: now, 2 min, 3 h, yesterday, Mon, 3 Nov, 3 Nov 2025. */
export const relativeTime = (at: number, now: number): string =>
  passed(at, now, { minute: (count) => t('minutes', { count }), hour: (count) => t('hours', { count }) });

/** The same within a sentence: 2 min. ago, 3 hr. ago. */
export const timeAgo = (at: number, now: number): string =>
  passed(at, now, {
    minute: (count) => agoOf().format(-count, 'minute'),
    hour: (count) => agoOf().format(-count, 'hour'),
  });

type Counted = (count: number) => string;

function passed(at: number, now: number, { minute, hour }: { minute: Counted; hour: Counted }): string {
  const past = now - at;
  if (past < MINUTE) return t('now');
  if (past < HOUR) return minute(Math.floor(past / MINUTE));
  const days = daysBetween(at, now);
  if (days === 0 || past < 12 * HOUR) return hour(Math.floor(past / HOUR));
  if (days === 1) return t('yesterday');
  if (days < 7) return weekday().format(at);
  return sameYear(at, now) ? dayOfYear().format(at) : fullDate().format(at);
}

/** The heading of a day in a conversation. */
export function dayHeading(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return t('today');
  if (days === 1) return t('yesterdayHeading');
  return sameYear(at, now) ? longDay().format(at) : longDate().format(at);
}

export const dayOf = (at: number): string => longDate().format(at);
export const timeOfDay = (at: number): string => clockTime().format(at);
export const secondOfDay = (at: number): string => clockSeconds().format(at);
export const momentOfDay = (at: number): string => dayAndTime().format(at);
export const exactToMillisecond = (at: number): string => exactMillisecond().format(at);
export const exactTime = (at: number): string => exact().format(at);
export const shortDate = (at: number): string => fullDate().format(at);

/** A day in few letters: today, yesterday, Sat, 21 Nov; with the year where it is another. */
export function dayMark(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterdayHeading');
  return sameYear(at, now) ? shortDay().format(at) : fullDate().format(at);
}

/** Which day it is where the reader is, as a key. */
export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** Whole days of the calendar, whatever the clock was set to in between. */
function daysBetween(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / DAY);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function sameYear(at: number, now: number): boolean {
  return new Date(at).getFullYear() === new Date(now).getFullYear();
}
