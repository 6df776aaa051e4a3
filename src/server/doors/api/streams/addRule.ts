import { routes } from '../../../../protocol/routes.ts';
import type { Rules } from '../../../core/alerts/rules.ts';
import { endpoint } from '../endpoint.ts';

export const addRule = (rules: Rules) =>
  endpoint(routes.addRule, ({ params, body, session, from }) =>
    rules.add(session, params.machine, body.condition, from),
  );
