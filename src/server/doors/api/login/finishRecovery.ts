import { routes } from '../../../../protocol/routes.ts';
import type { Recovery } from '../../../core/recovery.ts';
import { endpoint } from '../endpoint.ts';

export const finishRecovery = (recovery: Recovery) =>
  endpoint(routes.finishRecovery, async ({ body, session, from, found, setSession }) => {
    const { loggedIn, token } = await recovery.finish(body, session, from, found);
    if (token !== null) setSession(token);
    return loggedIn;
  });
