import { routes } from '../../../../protocol/routes.ts';
import type { Streams } from '../../../core/streams/streams.ts';
import { endpoint } from '../endpoint.ts';

export const readStream = (streams: Streams) =>
  endpoint(routes.readStream, ({ params, body, session }) => streams.read(session, params.machine, body.seq));
