import { routes } from '../../../../protocol/routes.ts';
import type { Devices } from '../../../core/devices.ts';
import { endpoint } from '../endpoint.ts';

export const listDevices = (devices: Devices) =>
  endpoint(routes.listDevices, async ({ session }) => ({ devices: await devices.list(session) }));
