import { routes } from '../../../../protocol/routes.ts';
import type { StreamDownload } from '../../../core/streams/download.ts';
import { endpoint } from '../endpoint.ts';

export const downloadRecords = (download: StreamDownload) =>
  endpoint(routes.downloadRecords, async ({ params, query, session }) => ({
    ...(await download.start(session, params.machine, query)),
    // The name of a machine is letters, digits, points and hyphens.
    name: `${params.machine}.jsonl`,
  }));
