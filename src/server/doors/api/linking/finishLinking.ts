import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const finishLinking = (linking: Linking) =>
  endpoint(routes.finishLinking, async ({ body, session, from, setSession }) => {
    const { token, ...linked } = await linking.finish(body, session, from);
    setSession(token);
    return linked;
  });
