import { expect, test } from 'vitest';
import { handClock } from '../../../test/support/handClock.ts';
import { serverSettings, type SettingName } from '../../protocol/serverSettings.ts';
import { createLocalBus } from '../bus/local.ts';
import type { SettingStore } from './ports.ts';
import { createRates } from './rates.ts';
import { createServerSettings } from './serverSettings.ts';

const ACTOR = { who: 'tester', from: 'local' };

async function settingsUnderTest() {
  const kept = new Map<SettingName, number>();
  const store: SettingStore = {
    all: async () => new Map(kept),
    set: async (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
  };
  const clock = handClock();
  const bus = createLocalBus((error) => {
    throw error;
  });
  const settings = await createServerSettings({ store, clock, bus });
  return { kept, settings, clock };
}

test('[G2] a value out of its bounds, or none where there is a default, is refused and changes nothing', async () => {
  const { settings, kept } = await settingsUnderTest();
  for (const value of [9, 6001, 10.5, null, Number.NaN, -1])
    await expect(settings.set('registrations-per-minute', value, ACTOR)).rejects.toMatchObject({ code: 'invalid' });
  expect(settings.all().find(({ name }) => name === 'registrations-per-minute')).toMatchObject({ value: 30 });
  expect(kept.size).toBe(0);
});

test('[G2] what is as by default is not kept, also where that is no bound', async () => {
  const { settings, kept } = await settingsUnderTest();
  expect(await settings.set('message-days', 7, ACTOR)).toEqual({ name: 'message-days', value: 7, default: null });
  expect(settings.value('message-days')).toBe(7);
  await settings.set('session-days', 30, ACTOR);
  await settings.set('session-days', 90, ACTOR);
  await settings.set('message-days', null, ACTOR);
  expect([...kept]).toEqual([]);
  expect(settings.value('message-days')).toBe(null);
});

test('[G2] no rate goes below what people need: 10 registrations, 30 log-ins and 60 messages a minute', async () => {
  const lowest = (name: SettingName): number => serverSettings[name].min;
  expect(lowest('registrations-per-minute')).toBeGreaterThanOrEqual(10);
  expect(lowest('log-ins-per-minute')).toBeGreaterThanOrEqual(30);
  expect(lowest('messages-per-minute')).toBeGreaterThanOrEqual(60);
  expect(lowest('comments-per-minute')).toBeGreaterThanOrEqual(60);
});

test('[G3] a rate that is set holds for the next request', async () => {
  const { settings, clock } = await settingsUnderTest();
  const rates = createRates(clock, {}, settings.chosen);
  const within = (): number => {
    for (let count = 0; ; count += 1) if (rates.take('address: registration', 'here') > 0) return count;
  };
  expect(within()).toBe(30);
  clock.advance(60_000);
  await settings.set('registrations-per-minute', 10, ACTOR);
  expect(within()).toBe(10);
  clock.advance(60_000);
  await settings.set('registrations-per-minute', 45, ACTOR);
  clock.advance(60_000);
  expect(within()).toBe(45);
});
