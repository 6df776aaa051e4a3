import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const cancelLinking = (linking: Linking) =>
  endpoint(routes.cancelLinking, ({ body }) => linking.cancel(body.linking));
