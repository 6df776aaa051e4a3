import { expect, test } from 'vitest';
import { admit, MINUTE, nextDue, NOTHING, ofRules, SEALED, takeDue, type AlertState } from './minutes.ts';

const NOON = Date.UTC(2026, 10, 20, 12);

/** So many records that fit, one after another. */
function flood(state: AlertState, key: string, from: number, count: number, now: number) {
  const known = structuredClone(state);
  let admitted = 0;
  for (let seq = from; seq < from + count; seq++) if (admit(known, key, seq, now)) admitted += 1;
  return { state: known, admitted };
}

test('[F15] ten thousand records of a minute are ten alerts, and one more that counts the others', () => {
  const { state, admitted } = flood(NOTHING, 'r', 1, 10_000, NOON);
  expect(admitted).toBe(10);
  expect(takeDue(state, NOON + MINUTE - 1).due).toEqual([]);
  expect(nextDue(state)).toBe(NOON + MINUTE);
  const after = takeDue(JSON.parse(JSON.stringify(state)) as AlertState, NOON + MINUTE);
  expect(after.due).toEqual([{ key: 'r', seq: 10_000, more: 9989 }]);
  expect(nextDue(after.state)).toBeNull();
  expect(takeDue(after.state, NOON + 2 * MINUTE).due).toEqual([]);
});

test('[F15] a flood that goes on is never more than ten a minute, and none of it goes uncounted', () => {
  let state = NOTHING;
  let [seq, told, counted] = [0, 0, 0];
  for (let second = 0; second < 600; second++) {
    const now = NOON + second * 1000;
    const back = takeDue(state, now);
    for (const { more } of back.due) [told, counted] = [told + 1, counted + more + 1];
    const { state: next, admitted } = flood(back.state, 'r', seq + 1, 7, now);
    state = next;
    seq += 7;
    told += admitted;
    counted += admitted;
  }
  expect(told).toBeLessThanOrEqual(10 * 10);
  expect(counted + (state.minutes['r']?.leftOut ?? 0)).toBe(seq);
});

test('[F15] a machine makes at most sixty in a minute, whatever its rules; the rest is told when there is room', () => {
  let state = NOTHING;
  let admitted = 0;
  for (let rule = 0; rule < 50; rule++) {
    const next = flood(state, `r${rule}`, 1, 9, NOON + rule);
    state = next.state;
    admitted += next.admitted;
  }
  expect(admitted).toBe(60);
  expect(flood(state, SEALED, 1, 100, NOON + 99).admitted).toBe(0);
  const due = nextDue(state) ?? 0;
  expect(due).toBeGreaterThanOrEqual(NOON + MINUTE);
  const later = takeDue(state, due + 99);
  expect(later.due.length).toBeGreaterThan(40);
  expect(later.due.length).toBeLessThanOrEqual(60);
});

test('[F15] sealed records are alerts each, up to sixty a minute', () => {
  expect(flood(NOTHING, SEALED, 1, 500, NOON).admitted).toBe(60);
});

test('what comes one by one is told one by one, and a clock that goes back stops nothing', () => {
  let state = NOTHING;
  for (let minute = 0; minute < 30; minute++) {
    const { state: next, admitted } = flood(state, 'r', minute, 1, NOON + minute * 20_000);
    expect(admitted).toBe(1);
    state = next;
  }
  const full = flood(NOTHING, 'r', 1, 20, NOON).state;
  expect(takeDue(full, NOON - 3600_000).due).toEqual([{ key: 'r', seq: 20, more: 9 }]);
});

test('of a rule that is gone nothing is left', () => {
  const { state } = flood(NOTHING, 'r', 1, 20, NOON);
  expect(ofRules(state, ['other']).minutes).toEqual({});
  expect(ofRules(flood(NOTHING, SEALED, 1, 1, NOON).state, []).minutes).toHaveProperty(SEALED);
});
