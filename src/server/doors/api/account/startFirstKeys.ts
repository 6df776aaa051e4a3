import { routes } from '../../../../protocol/routes.ts';
import type { Completion } from '../../../core/completion.ts';
import { endpoint } from '../endpoint.ts';

export const startFirstKeys = (completion: Completion) =>
  endpoint(routes.startFirstKeys, ({ body, session }) => completion.start(session, body));
