import { routes } from '../../../../protocol/routes.ts';
import type { Password } from '../../../core/password.ts';
import { endpoint } from '../endpoint.ts';

export const replaceRecoveryCode = (password: Password) =>
  endpoint(routes.replaceRecoveryCode, ({ body, session, from }) => password.replaceRecoveryCode(session, body, from));
