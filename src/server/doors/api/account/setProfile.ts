import { routes } from '../../../../protocol/routes.ts';
import type { Profile } from '../../../core/profile.ts';
import { endpoint } from '../endpoint.ts';

export const setProfile = (profile: Profile) =>
  endpoint(routes.setProfile, ({ body, session }) => profile.rename(session, body.displayName));
