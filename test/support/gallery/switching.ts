import type { SettingState, SwitchState } from '../../../src/protocol/api/adminSwitches.ts';
import { serverSettings, settingNames } from '../../../src/protocol/serverSettings.ts';
import { switches, switchNames } from '../../../src/protocol/switches.ts';

/** As they are on a new server. */
export const switchStates = (): SwitchState[] =>
  switchNames.map((name) => ({ name, on: switches[name].default, default: switches[name].default }));

export const settingStates = (): SettingState[] =>
  settingNames.map((name) => ({ name, value: serverSettings[name].default, default: serverSettings[name].default }));
