import { routes } from '../../../../protocol/routes.ts';
import type { Completion } from '../../../core/completion.ts';
import { endpoint } from '../endpoint.ts';

export const finishFirstKeys = (completion: Completion) =>
  endpoint(routes.finishFirstKeys, ({ body, session, from }) => completion.finish(session, body, from));
