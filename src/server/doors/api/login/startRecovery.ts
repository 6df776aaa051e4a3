import { routes } from '../../../../protocol/routes.ts';
import type { Recovery } from '../../../core/recovery.ts';
import { endpoint } from '../endpoint.ts';

export const startRecovery = (recovery: Recovery) =>
  endpoint(routes.startRecovery, ({ body, from, found }) => recovery.start(body.username, from, found));
