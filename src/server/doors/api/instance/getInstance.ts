import { routes } from '../../../../protocol/routes.ts';
import { OLDEST_PROTOCOL, PROTOCOL } from '../../../../protocol/version.ts';
import type { ServerSettings } from '../../../core/serverSettings.ts';
import type { Switches } from '../../../core/switches.ts';
import { endpoint } from '../endpoint.ts';

export const getInstance = (instance: string, incarnation: string, switches: Switches, settings: ServerSettings) =>
  endpoint(routes.getInstance, () => ({
    instance,
    incarnation,
    protocol: { current: PROTOCOL, oldest: OLDEST_PROTOCOL },
    registration: switches.on('registration'),
    encryption: switches.on('encryption'),
    messageDays: settings.value('message-days'),
  }));
