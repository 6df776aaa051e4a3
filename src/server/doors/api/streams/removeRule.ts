import { routes } from '../../../../protocol/routes.ts';
import type { Rules } from '../../../core/alerts/rules.ts';
import { endpoint } from '../endpoint.ts';

export const removeRule = (rules: Rules) =>
  endpoint(routes.removeRule, ({ params, session, from }) => rules.remove(session, params.machine, params.rule, from));
