import { routes } from '../../../../protocol/routes.ts';
import type { Reset } from '../../../core/reset.ts';
import { endpoint } from '../endpoint.ts';

export const readResetChain = (reset: Reset) =>
  endpoint(routes.readResetChain, ({ body, from }) => reset.chain(body, from));
