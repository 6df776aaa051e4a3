import { routes } from '../../../../protocol/routes.ts';
import type { People } from '../../../core/people.ts';
import { endpoint } from '../endpoint.ts';

export const getChain = (people: People) =>
  endpoint(routes.getChain, ({ params, query, session }) => people.chain(session, params.account, query.after));
