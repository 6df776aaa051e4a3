import type { Route } from '../../../../protocol/route.ts';
import { requireAdmin } from '../../../core/access.ts';
import type { Actor } from '../../../core/admin.ts';
import type { Rates } from '../../../core/rates.ts';
import { endpoint, type Answer, type Call, type Endpoint } from '../endpoint.ts';

type DeviceRoute = Route & { readonly access: 'device' };

/** An endpoint for admins, as often as their rate allows, that knows who acts. */
export const forAdmins =
  (rates: Rates) =>
  <const R extends DeviceRoute>(
    route: R,
    answer: (call: Call<R>, actor: Actor) => Promise<Answer<R>> | Answer<R>,
  ): Endpoint =>
    endpoint(route, (call) => {
      const { session, from } = call as Call<DeviceRoute>;
      requireAdmin(session);
      rates.spend(route.method === 'GET' ? 'account: read' : 'account: send', session.account.no);
      return answer(call, { who: session.account.username, from });
    });
