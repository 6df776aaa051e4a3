import { routes } from '../../../../protocol/routes.ts';
import type { Review } from '../../../core/threads/review.ts';
import { endpoint } from '../endpoint.ts';

export const judgeComments = (review: Review) =>
  endpoint(routes.judgeComments, ({ body, session, from }) => review.judge(session, body.comments, body.verdict, from));
