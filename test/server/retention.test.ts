import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { getStream, listRecords } from '../../src/protocol/api/streams.ts';
import { handClock } from '../support/handClock.ts';
import { enter, message, say } from '../support/machine.ts';
import { newMember, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const DAY = 86_400_000;
let server: TestServer | undefined;
afterEach(() => server?.close());

const params = { machine: 'dale' };
const daysOf = ({ data }: TestServer): string[] =>
  fs.readdirSync(path.join(data, 'streams', 'dale')).map((name) => name.slice(0, 10));

/** A record a day, for six days. */
async function sixDays(flags: Record<string, string>): Promise<{ booted: TestServer; amara: Member }> {
  const clock = handClock();
  const booted = await bootServer({ clock, flags });
  server = booted;
  await booted.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  const setup = booted.setupLink?.split('#')[1] ?? '';
  const amara = await newMember(booted.origin, 'amara', { setup, openRegistration: true });
  for (let day = 1; day <= 6; day++) {
    const [status] = await say(booted.origin, message(await enter(booted.origin, 'dale'), `day ${day}`));
    expect(status).toBe(200);
    clock.advance(DAY);
  }
  return { booted, amara };
}

test('[F18] without a bound every record stays', async () => {
  const { booted, amara } = await sixDays({});
  expect((await amara.api.call(listRecords, { params })).records).toHaveLength(6);
  expect(new Set(daysOf(booted)).size).toBe(6);
});

test('[F18] days that were over so long ago go, in the file and for whoever reads; the numbers go on', async () => {
  const { booted, amara } = await sixDays({ 'stream-days': '2' });
  await expect.poll(() => new Set(daysOf(booted))).toEqual(new Set(['2026-11-24', '2026-11-25']));
  const { records, first, head } = await amara.api.call(listRecords, { params });
  expect([records.map((each) => each.message), first, head]).toEqual([['day 5', 'day 6'], 5, 6]);
  expect(await amara.api.call(getStream, { params })).toMatchObject({
    first: 5,
    head: 6,
    newest: { message: 'day 6' },
  });
  const token = await enter(booted.origin, 'dale');
  expect(await say(booted.origin, message(token, 'one more'))).toMatchObject([200, { seq: 7 }]);
});
