import { routes } from '../../../../protocol/routes.ts';
import type { Sessions } from '../../../core/sessions.ts';
import { endpoint } from '../endpoint.ts';

export const logoutEverywhere = (sessions: Sessions) =>
  endpoint(routes.logoutEverywhere, async ({ session, from }) => {
    await sessions.endOthers(session, from);
  });
