import { describe, expect, test } from 'vitest';
import { handClock } from '../../../test/support/handClock.ts';
import { createGuesses } from './guesses.ts';
import { createRates, defaultRates, networkOf } from './rates.ts';

describe('a bucket', () => {
  test('gives its burst at once, and then as much as comes in', () => {
    const clock = handClock();
    const rates = createRates(clock, { 'address: log-in': { burst: 3, perMinute: 60 } });
    const takes = (count: number) => Array.from({ length: count }, () => rates.take('address: log-in', 'a'));
    expect(takes(4)).toEqual([0, 0, 0, 1000]);
    clock.advance(1000);
    expect(takes(2)).toEqual([0, 1000]);
    clock.advance(3600_000);
    expect(takes(4)).toEqual([0, 0, 0, 1000]);
  });

  test('gives several at once or none of them', () => {
    const clock = handClock();
    const rates = createRates(clock, { 'machine: record': { burst: 10, perMinute: 60 } });
    const takes = (...counts: number[]) => counts.map((count) => rates.take('machine: record', 1, count));
    expect(takes(7, 4, 3, 1)).toEqual([0, 1000, 0, 1000]);
    clock.advance(5000);
    expect(takes(6, 5)).toEqual([1000, 0]);
  });

  test('is one for each address and each thing', () => {
    const rates = createRates(handClock(), { 'address: log-in': { burst: 1, perMinute: 1 } });
    rates.spend('address: log-in', 'a');
    rates.spend('address: log-in', 'b');
    rates.spend('address: recovery', 'a');
    expect(() => rates.spend('address: log-in', 'a')).toThrow('too_many_requests');
  });

  test('a clock that goes back gives nothing away and takes nothing', () => {
    const clock = handClock();
    const rates = createRates(clock, { 'address: log-in': { burst: 2, perMinute: 60 } });
    rates.spend('address: log-in', 'a');
    clock.advance(-3600_000);
    expect(rates.take('address: log-in', 'a')).toBe(0);
    expect(rates.take('address: log-in', 'a')).toBeGreaterThan(0);
  });

  test('[001.15] no rate of an address acts below what is promised', () => {
    expect(defaultRates['address: start registration'].burst).toBeGreaterThanOrEqual(10);
    expect(defaultRates['address: registration'].burst).toBeGreaterThanOrEqual(10);
    expect(defaultRates['address: log-in'].burst).toBeGreaterThanOrEqual(30);
    expect(defaultRates['address: request'].burst).toBeGreaterThanOrEqual(2 * 60);
    expect(defaultRates['account: send'].burst).toBeGreaterThanOrEqual(60);
    for (const name of ['address: comment', 'address: comment without proof', 'address: contact'] as const) {
      expect(defaultRates[name].burst).toBeGreaterThanOrEqual(60);
      expect(defaultRates[name].perMinute).toBeGreaterThanOrEqual(60);
    }
  });
});

describe('guesses', () => {
  const failing = (guesses: ReturnType<typeof createGuesses>, name: string, from: string, times: number): void => {
    for (let count = 0; count < times; count++) guesses.failed(name, from);
  };

  test('thirty cost nothing, then each costs twice the wait of the one before', () => {
    const clock = handClock();
    const guesses = createGuesses(clock, createRates(clock));
    failing(guesses, 'amara', '192.0.2.1', 29);
    expect(() => guesses.allow('amara', '192.0.2.1')).not.toThrow();
    for (const seconds of [1, 2, 4, 8]) {
      failing(guesses, 'amara', '192.0.2.1', 1);
      expect(() => guesses.allow('amara', '192.0.2.1')).toThrow(expect.objectContaining({ retryAfter: seconds }));
      clock.advance(seconds * 1000);
      expect(() => guesses.allow('amara', '192.0.2.1')).not.toThrow();
    }
  });

  test('[001.15] nobody locks another out: the same name from elsewhere goes on', () => {
    const clock = handClock();
    const guesses = createGuesses(clock, createRates(clock));
    guesses.succeeded('amara', '198.51.100.7');
    failing(guesses, 'amara', '192.0.2.1', 500);
    for (let host = 1; host < 250; host++) {
      try {
        guesses.allow('amara', `203.0.113.${host}`);
      } catch {
        // many machines at one name are slowed down as a whole
      }
    }
    expect(() => guesses.allow('amara', '203.0.113.251')).toThrow('too_many_requests');
    expect(() => guesses.allow('amara', '198.51.100.7')).not.toThrow();
    expect(() => guesses.allow('bram', '192.0.2.1')).not.toThrow();
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
