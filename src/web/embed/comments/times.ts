const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Times {
  /** As near as one wants it: "5 minutes ago", "yesterday", a date. */
  near(at: number): string;
  exact(at: number): string;
}

/** @param locale of the page; both in the time zone of whoever reads */
export function createTimes(locale: string, now: () => number): Times {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  return {
    near(at) {
      const past = Math.max(0, now() - at);
      if (past < MINUTE) return relative.format(0, 'second');
      if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), 'minute');
      if (past < DAY) return relative.format(-Math.floor(past / HOUR), 'hour');
      if (past < 7 * DAY) return relative.format(-Math.floor(past / DAY), 'day');
      return date.format(at);
    },
    exact: (at) => exact.format(at),
  };
}
