import type { Route } from '../../../../protocol/route.ts';
import { actorOf, type Actor } from '../../../core/actor.ts';
import type { Rates } from '../../../core/rates.ts';
import { endpoint, type Answer, type Call, type Endpoint } from '../endpoint.ts';

type AdminRoute = Route & { readonly access: 'admin' };

/** An endpoint for admins, as often as their rate allows, that knows who acts. */
export const forAdmins =
  (rates: Rates) =>
  <const R extends AdminRoute>(
    route: R,
    answer: (call: Call<R>, actor: Actor) => Promise<Answer<R>> | Answer<R>,
  ): Endpoint =>
    endpoint(route, (call) => {
      const { session, from } = call as Call<AdminRoute>;
      rates.spend(route.method === 'GET' ? 'account: read' : 'account: send', session.account.no);
      return answer(call, actorOf(session, from));
    });
