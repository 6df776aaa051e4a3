import { routes } from '../../../../protocol/routes.ts';
import type { Review } from '../../../core/threads/review.ts';
import { endpoint } from '../endpoint.ts';

export const removeBlock = (review: Review) =>
  endpoint(routes.removeBlock, ({ body, session, from }) => review.unblock(session, body, from));
