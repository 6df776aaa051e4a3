import { routes } from '../../../../protocol/routes.ts';
import type { Sessions } from '../../../core/sessions.ts';
import { endpoint } from '../endpoint.ts';

export const logout = (sessions: Sessions) =>
  endpoint(routes.logout, async ({ session, setSession }) => {
    await sessions.end(session);
    setSession(null);
  });
