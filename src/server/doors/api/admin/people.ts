import { routes } from '../../../../protocol/routes.ts';
import type { Admin } from '../../../core/admin.ts';
import type { AdministeredPeople } from '../../../core/administration/people.ts';
import type { Rates } from '../../../core/rates.ts';
import { forAdmins } from './forAdmins.ts';

export interface OfPeople {
  readonly admin: Admin;
  readonly administeredPeople: AdministeredPeople;
  readonly rates: Rates;
  readonly origin: () => string;
}

/** People, what they log in with, and one-time links. */
export function peopleEndpoints({ admin, administeredPeople: people, rates, origin }: OfPeople) {
  const endpoint = forAdmins(rates);
  return {
    listPeople: endpoint(routes.listPeople, ({ query }) => people.page(query)),
    actOnPerson: endpoint(routes.actOnPerson, async ({ body: { username, act } }, actor) => {
      if (act === 'promote' || act === 'demote')
        await admin.setRole(username, act === 'promote' ? 'admin' : 'member', actor);
      else await admin.setState(username, act === 'disable' ? 'disabled' : 'active', actor);
      return people.one(username);
    }),
    removePerson: endpoint(routes.removePerson, ({ body }, actor) => admin.remove(body.username, actor)),
    resetPerson: endpoint(routes.resetPerson, async ({ body }, actor) => ({
      link: `${origin()}/reset#${await admin.reset(body.username, actor)}`,
    })),
    listPersonDevices: endpoint(routes.listPersonDevices, ({ params }) => people.devices(params.username)),
    logoutPerson: endpoint(routes.logoutPerson, ({ body }, actor) => admin.logout(body.username, body.device, actor)),
    listLinks: endpoint(routes.listLinks, async () => ({ links: await people.links() })),
    createInvitation: endpoint(routes.createInvitation, async (_call, actor) => ({
      link: `${origin()}/join#${await admin.invite(actor)}`,
    })),
    revokeLink: endpoint(routes.revokeLink, async ({ body }, actor) => void (await admin.revoke(body.id, actor))),
  };
}
