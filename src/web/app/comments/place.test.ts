import { expect, test } from 'vitest';
import { pathOf, placeOf } from './place.ts';

test.each([
  { thread: null, state: 'pending' },
  { thread: 'guestbook', state: 'spam' },
  { thread: 'https://example.org/a?b=c&d=e%20f', state: 'approved' },
] as const)('what is looked at stands in the address: $thread, $state', (place) => {
  expect(placeOf(new URL(pathOf(place), 'http://localhost').search)).toEqual(place);
});

test('without anything nothing is looked at, and what is no state is the first', () => {
  expect(placeOf('')).toBeNull();
  expect(placeOf('?state=unheard')).toBeNull();
  expect(placeOf('?thread=guestbook&state=unheard')).toEqual({ thread: 'guestbook', state: 'pending' });
});
