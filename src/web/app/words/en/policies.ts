import { serverSettings, type SettingName } from '../../../../protocol/serverSettings.ts';
import { switches, type SwitchName } from '../../../../protocol/switches.ts';

/** What switches and limits are called and mean: in English, what the protocol's own tables say. */
export const policies = {
  ...named('switch', switches, 'label'),
  ...named('switchMeans', switches, 'means'),
  ...named('limit', serverSettings, 'label'),
  ...named('limitUnit', serverSettings, 'unit'),
  ...named('limitMeans', serverSettings, 'means'),
} as Readonly<
  Record<`switch:${SwitchName}` | `switchMeans:${SwitchName}`, string> &
    Record<`limit:${SettingName}` | `limitUnit:${SettingName}` | `limitMeans:${SettingName}`, string>
>;

function named<Fact extends string>(kind: string, table: Record<string, Record<Fact, string>>, fact: Fact): object {
  return Object.fromEntries(Object.entries(table).map(([name, declared]) => [`${kind}:${name}`, declared[fact]]));
}
