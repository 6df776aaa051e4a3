import type { StreamStore } from '../../core/ports.ts';
import type { Logs, LogsUnderTest } from '../contract/everyLog.suite.ts';
import { record, type StreamsUnderTest } from './contract.suite.ts';

/** The streams of a store as logs, for what all logs promise. */
export function streamLogs(under: StreamsUnderTest): LogsUnderTest {
  const logsOf = (store: StreamStore): Logs => ({
    log: async (machine) => ({
      async append(id, text) {
        const [stored] = await store.append(machine, [record(text, { id })]);
        if (!stored) throw new Error('nothing was answered');
        return stored;
      },
      page: async (page) => (await store.read(machine, page)).map(({ seq, message: text }) => ({ seq, text })),
      follow: () => store.head(machine),
    }),
    close: () => store.close(),
  });
  return {
    open: async () => logsOf(await under.open()),
    openAsKilled: async () => logsOf(await under.openAsKilled()),
    discard: async () => under.discard(),
  };
}
