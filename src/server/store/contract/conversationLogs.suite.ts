import type { Store } from '../../core/ports.ts';
import type { Log, Logs, LogsUnderTest } from './everyLog.suite.ts';
import { append, followChain, sha256, talk, text, type StoreUnderTest, type Talk } from './world.suite.ts';

/** The conversations of a store as logs, for what all logs promise. */
export function conversationLogs(under: StoreUnderTest): LogsUnderTest {
  const talks = new Map<string, Talk>();
  const logsOf = (store: Store): Logs => ({
    async log(name) {
      const where = talks.get(name) ?? (await talk(store));
      talks.set(name, where);
      return conversationLog(store, where);
    },
    close: () => store.close(),
  });
  return {
    open: async () => logsOf(await under.open()),
    openAsKilled: async () => logsOf(await under.openAsKilled()),
    discard: () => under.discard(),
  };
}

function conversationLog(store: Store, where: Talk): Log {
  return {
    append: async (id, payload) => {
      const draft = { messageId: sha256(text(id)).slice(0, 16), payload: text(payload) };
      const { seq, repeated } = await append(store, where, where.anna, draft);
      return { seq, repeated };
    },
    page: async (page) =>
      (await store.log.entries(where.log, page)).map(({ seq, payload }) => ({
        seq,
        text: new TextDecoder().decode(payload ?? undefined),
      })),
    follow: () => followChain(store, where.log),
  };
}
