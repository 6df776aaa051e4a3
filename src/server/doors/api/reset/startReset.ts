import { routes } from '../../../../protocol/routes.ts';
import type { Reset } from '../../../core/reset.ts';
import { endpoint } from '../endpoint.ts';

export const startReset = (reset: Reset) =>
  endpoint(routes.startReset, ({ body, from, found }) => reset.start(body, from, found));
