import { routes } from '../../../../protocol/routes.ts';
import type { Profile } from '../../../core/profile.ts';
import { endpoint } from '../endpoint.ts';

export const getPreferences = () =>
  endpoint(routes.getPreferences, ({ session: { account } }) => ({
    readReceipts: account.readReceipts,
    presence: account.presence,
  }));

export const setPreferences = (profile: Profile) =>
  endpoint(routes.setPreferences, ({ body, session }) => profile.prefer(session, body));
