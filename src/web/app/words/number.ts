import { inLocale } from './inLocale.ts';
import { locale, t } from './words.ts';

const whole = inLocale((locale) => new Intl.NumberFormat(locale));
const short = inLocale((locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }));

export const numberWords = (count: number): string => whole().format(count);

/** How many come in a minute; of what is rare, in an hour or a day. */
export function rateWords(count: number, minutes: number): string {
  const rate = count / minutes;
  const said = (value: number): string =>
    (value < 10 ? short() : whole()).format(value < 10 ? value : Math.round(value));
  if (rate >= 0.95 || count === 0) return t('ratePerMinute', { count: said(rate) });
  if (rate * 60 >= 0.95) return t('ratePerHour', { count: said(rate * 60) });
  return t('ratePerDay', { count: said(rate * 1440) });
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in the unit in which it has few digits. */
export function sizeWords(bytes: number): string {
  const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  const maximumFractionDigits = step > 0 && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits,
  }).format(value);
}
