import { expect, test } from 'vitest';
import type { Item } from '../api.ts';
import { withDeviceEvents } from './deviceEvents.ts';

const person = { account: 'a', username: 'finn', displayName: 'Finn' };
const said = (at: number) => ({ key: `said at ${at}`, at }) as Item;
const laid = (came: number[], isEnd = true, items = [said(10), said(20), said(30)]) =>
  withDeviceEvents(items, { person, came, isEnd }).map(({ body, at }) => (body ? `device ${at}` : at));

test('devices that were added are told where that was heard of, and messages keep their order', () => {
  expect(laid([15, 17])).toEqual([10, 'device 15', 'device 17', 20, 30]);
  expect(laid([40])).toEqual([10, 20, 30, 'device 40']);
  // A clock that went wrong moves no message.
  expect(laid([25], true, [said(10), said(30), said(20)])).toEqual([10, 'device 25', 30, 20]);
});

test('what was above the window, or is below it, is told there', () => {
  expect(laid([5, 40], false)).toEqual([10, 20, 30]);
  expect(laid([5], true, [])).toEqual([]);
});
