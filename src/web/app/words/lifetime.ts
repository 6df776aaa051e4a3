import { t, type WordId } from './words.ts';

const known: Readonly<Record<number, WordId>> = {
  0: 'lifetime0',
  1: 'lifetime1',
  7: 'lifetime7',
  30: 'lifetime30',
  90: 'lifetime90',
  365: 'lifetime365',
};

/** How long messages stay; a number that a newer version has chosen stands as days. */
export const lifetimeWords = (days: number): string => (known[days] ? t(known[days]) : t('lifetimeDays', { days }));
