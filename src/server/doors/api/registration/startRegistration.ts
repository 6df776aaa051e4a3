import { routes } from '../../../../protocol/routes.ts';
import type { Registration } from '../../../core/registration.ts';
import { endpoint } from '../endpoint.ts';

export const startRegistration = (registration: Registration) =>
  endpoint(routes.startRegistration, ({ body, from }) => registration.start(body, from));
