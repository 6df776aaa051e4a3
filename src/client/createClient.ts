import type { Client } from './api.ts';
import { administrationCalls } from './calls/administration.ts';
import { gateCalls } from './calls/gate.ts';
import { reviewingCalls } from './calls/reviewing.ts';
import { ownCalls } from './calls/own.ts';
import { pushCalls } from './calls/push.ts';
import { roomCalls } from './calls/rooms.ts';
import { searchCalls } from './calls/search.ts';
import { settingsCalls } from './calls/settings.ts';
import { storingCalls } from './calls/storing.ts';
import { switchingCalls } from './calls/switching.ts';
import { streamCalls } from './calls/streams.ts';
import { talkCalls } from './calls/talk.ts';
import { CurrentAccount } from './currentAccount.ts';
import type { Platform } from './ports.ts';

/** The headless client of one server on one device. */
export function createClient(platform: Platform): Client {
  const current = new CurrentAccount(platform);
  void current.start();
  return {
    watch: (listener) => current.watch(listener),
    ...gateCalls(current),
    ...current.linking.calls,
    ...talkCalls(current),
    ...ownCalls(current),
    ...searchCalls(current),
    ...roomCalls(current),
    ...streamCalls(current),
    ...reviewingCalls(current),
    ...administrationCalls(current),
    ...switchingCalls(current),
    ...storingCalls(current),
    ...settingsCalls(current),
    ...pushCalls(current),
    askServer: () => void current.askServer(),
    hurry: () => current.account?.line.hurry(),
    close: () => current.close(),
  };
}
