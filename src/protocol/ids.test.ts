import { expect, test } from 'vitest';
import { injections } from '../../test/support/injections.ts';
import { DeviceLabel, DisplayName, RoomName, Time, Username } from './ids.ts';
import { MachineName } from './ingest.ts';

test.each([DisplayName, DeviceLabel])(
  '[001.15] a pile of marks is no name, and is refused before it is put in order',
  (schema) => {
    const start = performance.now();
    expect(schema.safeParse(`a${'\u0301\u0316'.repeat(200_000)}`).success).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(schema.parse(`a${'\u0301'.repeat(30)}`).normalize('NFD')).toBe(`a${'\u0301'.repeat(30)}`);
  },
);

test('[004.2] nothing that means something to a page is a name by which anybody or anything is addressed', () => {
  const names = injections.filter((text) =>
    [Username, RoomName, MachineName].some((schema) => schema.safeParse(text).success),
  );
  expect(names).toEqual([]);
});

test('[V3] a time that no calendar has a day for is none: whatever shows it would break', () => {
  const last = new Date(8.64e15).getTime();
  expect(() => new Intl.DateTimeFormat('en').format(last + 1)).toThrow(RangeError);
  expect([last, last + 1].map((time) => Time.safeParse(time).success)).toEqual([true, false]);
});
