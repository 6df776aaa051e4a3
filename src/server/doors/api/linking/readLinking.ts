import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const readLinking = (linking: Linking) => endpoint(routes.readLinking, ({ body }) => linking.read(body.linking));
