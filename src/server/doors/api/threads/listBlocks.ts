import { routes } from '../../../../protocol/routes.ts';
import type { Review } from '../../../core/threads/review.ts';
import { endpoint } from '../endpoint.ts';

export const listBlocks = (review: Review) => endpoint(routes.listBlocks, ({ session }) => review.blocks(session));
