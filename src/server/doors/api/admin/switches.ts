import { routes } from '../../../../protocol/routes.ts';
import type { Rates } from '../../../core/rates.ts';
import type { ServerSettings } from '../../../core/serverSettings.ts';
import type { Switches } from '../../../core/switches.ts';
import { forAdmins } from './forAdmins.ts';

export interface OfSwitches {
  readonly switches: Switches;
  readonly settings: ServerSettings;
  readonly rates: Rates;
}

/** How this server's policies stand, and their turning. */
export function switchEndpoints({ switches, settings, rates }: OfSwitches) {
  const endpoint = forAdmins(rates);
  return {
    listSwitches: endpoint(routes.listSwitches, () => ({ switches: switches.all() })),
    turnSwitch: endpoint(routes.turnSwitch, ({ body }, actor) => switches.set(body.name, body.on, actor)),
    listSettings: endpoint(routes.listSettings, () => ({ settings: settings.all() })),
    setSetting: endpoint(routes.setSetting, ({ body }, actor) => settings.set(body.name, body.value, actor)),
  };
}
