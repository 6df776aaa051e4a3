import { routes } from '../../../../protocol/routes.ts';
import type { Review } from '../../../core/threads/review.ts';
import { endpoint } from '../endpoint.ts';

export const exportThread = (review: Review) =>
  endpoint(routes.exportThread, async ({ query, session }) => ({
    name: `${query.thread.replace(/[^a-z0-9.]+/gi, '-').slice(0, 100)}.jsonl`,
    batches: await review.export(session, query.thread),
    ended: () => undefined,
  }));
