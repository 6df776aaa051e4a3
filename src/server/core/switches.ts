import type { SwitchState } from '../../protocol/api/adminSwitches.ts';
import { switchNames, switches as declared, type SwitchName } from '../../protocol/switches.ts';
import type { Actor } from './actor.ts';
import { audited } from './audited.ts';
import type { Bus, Clock, SwitchStore, WakeUp } from './ports.ts';
import { Refusal } from './refusal.ts';

export type Switches = Awaited<ReturnType<typeof createSwitches>>;

interface Given {
  readonly store: SwitchStore;
  readonly bus: Bus;
  readonly clock: Clock;
  /** The switches of the ways to log in that this server has doors for: the last of them stays on. */
  readonly waysIn: readonly SwitchName[];
}

/** The switches as they stand, in memory; a turn holds at once. */
export async function createSwitches({ store, bus, clock, waysIn }: Given) {
  let turned = await store.all();
  const on = (name: SwitchName): boolean => turned.get(name) ?? declared[name].default;

  const stateOf = (name: SwitchName): SwitchState => ({ name, on: on(name), default: declared[name].default });

  return {
    on,
    all: (): SwitchState[] => switchNames.map(stateOf),

    /** One that stands so already stays as it is, and nothing is noted. @throws Refusal forbidden: it is the last way to log in */
    async set(name: SwitchName, to: boolean, { who, from }: Actor): Promise<SwitchState> {
      turned = await store.all();
      if (on(name) === to) return stateOf(name);
      const last = waysIn.includes(name) && !waysIn.some((way) => way !== name && on(way));
      if (!to && last) throw new Refusal('forbidden', { field: name });
      await store.set(name, to, audited(clock, who, `switch ${to ? 'on' : 'off'}`, name, from));
      turned = await store.all();
      bus.publish({ about: 'rights', no: null });
      return stateOf(name);
    },

    /** Something else than `set` has turned one. */
    async reload(): Promise<void> {
      turned = await store.all();
    },

    /** Registration may be turned by the first admin's registration, and all by other nodes. */
    async heard(wakeUp: WakeUp): Promise<void> {
      if (wakeUp.about === 'rights' && wakeUp.no === null) turned = await store.all();
    },
  };
}
