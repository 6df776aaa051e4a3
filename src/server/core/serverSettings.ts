import type { SettingState } from '../../protocol/api/adminSwitches.ts';
import {
  isSettable,
  serverSettings as declared,
  settingNames,
  type SettingName,
  type SettingValue,
} from '../../protocol/serverSettings.ts';
import type { Actor } from './actor.ts';
import { audited } from './audited.ts';
import type { Bus, Clock, SettingStore, WakeUp } from './ports.ts';
import { Refusal } from './refusal.ts';

interface Given {
  readonly store: SettingStore;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type ServerSettings = Awaited<ReturnType<typeof createServerSettings>>;

/** The settings as they stand, in memory; a new value holds at once. */
export async function createServerSettings({ store, bus, clock }: Given) {
  let chosen = await store.all();

  const stateOf = (name: SettingName): SettingState => {
    const { default: standard } = declared[name];
    return { name, value: chosen.get(name) ?? standard, default: standard };
  };

  return {
    /** Undefined: nobody has set it to something else than its default. */
    chosen: (name: SettingName): number | undefined => chosen.get(name),
    value: <Name extends SettingName>(name: Name): SettingValue<Name> => stateOf(name).value as SettingValue<Name>,
    all: (): SettingState[] => settingNames.map(stateOf),

    /** @throws Refusal invalid: out of its bounds */
    async set(name: SettingName, value: number | null, { who, from }: Actor): Promise<SettingState> {
      if (!isSettable(name, value)) throw new Refusal('invalid', { field: 'value' });
      const kept = value === declared[name].default ? null : value;
      await store.set(name, kept, audited(clock, who, `setting ${value ?? 'without bound'}`, name, from));
      chosen = await store.all();
      bus.publish({ about: 'rights', no: null });
      return stateOf(name);
    },

    /** Other nodes may have set one. */
    async heard(wakeUp: WakeUp): Promise<void> {
      if (wakeUp.about === 'rights' && wakeUp.no === null) chosen = await store.all();
    },
  };
}
