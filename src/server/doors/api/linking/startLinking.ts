import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const startLinking = (linking: Linking) =>
  endpoint(routes.startLinking, ({ body, from }) => linking.start(body, from));
