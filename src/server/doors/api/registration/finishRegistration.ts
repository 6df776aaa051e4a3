import { routes } from '../../../../protocol/routes.ts';
import type { Registration } from '../../../core/registration.ts';
import { endpoint } from '../endpoint.ts';

export const finishRegistration = (registration: Registration) =>
  endpoint(routes.finishRegistration, async ({ body, from, setSession }) => {
    const { self, token } = await registration.finish(body, from);
    if (token !== null) setSession(token);
    return { self, waits: token === null };
  });
