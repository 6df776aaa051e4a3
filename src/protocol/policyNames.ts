import { z } from 'zod';
import { serverSettings, type SettingName as Setting } from './serverSettings.ts';
import { switches, type SwitchName as Switch } from './switches.ts';

// Apart from the tables, which screens read too: a page checks no names.

export const SwitchName = z.enum(Object.keys(switches) as [Switch, ...Switch[]]).meta({ id: 'SwitchName' });
export const SettingName = z.enum(Object.keys(serverSettings) as [Setting, ...Setting[]]).meta({ id: 'SettingName' });
