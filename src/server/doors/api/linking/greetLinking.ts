import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const greetLinking = (linking: Linking) =>
  endpoint(routes.greetLinking, ({ params, body, session }) => linking.greet(session, params.code, body.greeting));
