import { routes } from '../../../../protocol/routes.ts';
import type { Rules } from '../../../core/alerts/rules.ts';
import { endpoint } from '../endpoint.ts';

export const listRules = (rules: Rules) =>
  endpoint(routes.listRules, ({ params, session }) => rules.list(session, params.machine));
