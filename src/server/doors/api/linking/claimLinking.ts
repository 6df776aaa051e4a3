import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const claimLinking = (linking: Linking) =>
  endpoint(routes.claimLinking, ({ body, session }) => linking.claim(session, body.code));
