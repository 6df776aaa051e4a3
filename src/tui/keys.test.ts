import { expect, test } from 'vitest';
import { actsIn } from './keys.ts';

test('keys that come at once are taken one by one, and no control sign is typed', () => {
  expect(actsIn('@er\thi\u0017\u0015you\r\u001b\u009b')).toEqual([
    { type: '@er' },
    { act: 'complete' },
    { type: 'hi' },
    { edit: 'killWordBack' },
    { edit: 'killToStart' },
    { type: 'you' },
    { act: 'submit' },
  ]);
});
