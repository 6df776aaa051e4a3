import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const grantLinking = (linking: Linking) =>
  endpoint(routes.grantLinking, ({ params, body, session }) => linking.grant(session, params.code, body.grant));
