import { routes } from '../../../../protocol/routes.ts';
import type { Arrival } from '../../../core/arrival.ts';
import type { Devices } from '../../../core/devices.ts';
import { endpoint } from '../endpoint.ts';

export const claimSession = (devices: Devices, arrival: Arrival) =>
  endpoint(routes.claimSession, ({ body, session, from }) =>
    devices.claim(session, body, arrival.takeChallenge(session, body.challenge), from),
  );
