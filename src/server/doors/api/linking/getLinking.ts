import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const getLinking = (linking: Linking) =>
  endpoint(routes.getLinking, ({ params, session }) => linking.state(session, params.code));
