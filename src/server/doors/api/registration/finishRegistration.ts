import { routes } from '../../../../protocol/routes.ts';
import type { Registration } from '../../../core/registration.ts';
import { endpoint } from '../endpoint.ts';

export const finishRegistration = (registration: Registration) =>
  endpoint(routes.finishRegistration, async ({ body, from, found, setSession }) => {
    const { self, token, waits } = await registration.finish(body, from, found);
    setSession(token);
    return { self, waits };
  });
