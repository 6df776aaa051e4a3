import { routes } from '../../../../protocol/routes.ts';
import type { People } from '../../../core/people.ts';
import { endpoint } from '../endpoint.ts';

export const findPerson = (people: People) =>
  endpoint(routes.findPerson, ({ params, session }) => people.find(session, params.username));
