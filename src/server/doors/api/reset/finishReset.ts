import { routes } from '../../../../protocol/routes.ts';
import type { Reset } from '../../../core/reset.ts';
import { endpoint } from '../endpoint.ts';

export const finishReset = (reset: Reset) =>
  endpoint(routes.finishReset, async ({ body, from, found, setSession }) => {
    const { loggedIn, token } = await reset.finish(body, from, found);
    setSession(token);
    return loggedIn;
  });
