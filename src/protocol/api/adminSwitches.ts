import { z } from 'zod';
import { route } from '../route.ts';
import { SettingName, SwitchName } from '../policyNames.ts';
import { settingNames } from '../serverSettings.ts';
import { switchNames } from '../switches.ts';

export const SwitchState = z
  .object({ name: SwitchName, on: z.boolean(), default: z.boolean() })
  .meta({ id: 'SwitchState' });
export type SwitchState = z.infer<typeof SwitchState>;

export const listSwitches = route({
  method: 'GET',
  path: '/api/v1/admin/switches',
  access: 'admin',
  summary: 'How all switches stand.',
  response: z.object({ switches: z.array(SwitchState).max(switchNames.length) }),
});

export const turnSwitch = route({
  method: 'POST',
  path: '/api/v1/admin/switches',
  access: 'admin',
  summary: 'Turns a switch, at once. The last way to log in stays on: `forbidden`.',
  body: z.strictObject({ name: SwitchName, on: z.boolean() }),
  response: SwitchState,
});

/** Null: there is no bound. */
const Value = z.int().nullable();

export const SettingState = z.object({ name: SettingName, value: Value, default: Value }).meta({ id: 'SettingState' });
export type SettingState = z.infer<typeof SettingState>;

export const listSettings = route({
  method: 'GET',
  path: '/api/v1/admin/settings',
  access: 'admin',
  summary: 'The values of all settings of this server.',
  response: z.object({ settings: z.array(SettingState).max(settingNames.length) }),
});

export const setSetting = route({
  method: 'POST',
  path: '/api/v1/admin/settings',
  access: 'admin',
  summary: 'Sets one, at once. A value out of its bounds is `invalid`.',
  body: z.strictObject({ name: SettingName, value: Value }),
  response: SettingState,
});
