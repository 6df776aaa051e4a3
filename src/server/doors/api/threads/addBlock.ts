import { routes } from '../../../../protocol/routes.ts';
import type { Review } from '../../../core/threads/review.ts';
import { endpoint } from '../endpoint.ts';

export const addBlock = (review: Review) =>
  endpoint(routes.addBlock, ({ body, session, from }) => review.block(session, body, from));
