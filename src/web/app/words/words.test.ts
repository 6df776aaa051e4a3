import { expect, test } from 'vitest';
import { t } from './words.ts';

test('values stand in their places', () => {
  expect(t('inboxCount', { people: 12, online: 3 })).toBe('12 people, 3 online');
  expect(t('promise')).toBe('Your password never leaves this device. The server keeps only what it cannot read.');
});

test('one is not many', () => {
  expect(t('failWaitSeconds', { count: 1 })).toBe('Too many tries. Wait 1 second and try again.');
  expect(t('failWaitSeconds', { count: 40 })).toBe('Too many tries. Wait 40 seconds and try again.');
});
