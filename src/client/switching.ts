import type { SettingState, SwitchState } from '../protocol/api/adminSwitches.ts';
import type { SettingName } from '../protocol/serverSettings.ts';
import type { SwitchName } from '../protocol/switches.ts';
import type { Outcome } from './outcome.ts';

/** How admins turn this server's policies. All of it fails with `forbidden` for anybody else. */
export interface Switching {
  listSwitches(): Promise<Outcome<{ switches: SwitchState[] }>>;
  /** The last way to log in stays on: `forbidden`, with the switch as `field`. */
  turnSwitch(name: SwitchName, on: boolean): Promise<Outcome<SwitchState>>;
  listSettings(): Promise<Outcome<{ settings: SettingState[] }>>;
  /** Null: no bound, where that is the default; `invalid` for a value out of its bounds. */
  setSetting(name: SettingName, value: number | null): Promise<Outcome<SettingState>>;
}
