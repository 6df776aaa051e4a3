import { routes } from '../../../../protocol/routes.ts';
import type { Review } from '../../../core/threads/review.ts';
import { endpoint } from '../endpoint.ts';

export const listComments = (review: Review) =>
  endpoint(routes.listComments, ({ query, session }) => review.list(session, query));
