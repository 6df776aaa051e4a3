import type { Clock, LogStore, WakeUp } from './ports.ts';
import type { ServerSettings } from './serverSettings.ts';

interface Given {
  readonly log: Pick<LogStore, 'expire'>;
  readonly settings: Pick<ServerSettings, 'value'>;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

export type Lifetimes = ReturnType<typeof createLifetimes>;

/** Empties what is older than it is kept, a slice at a time: by the server's setting, or by a conversation's members. */
export function createLifetimes({ log, settings, clock, failed }: Given) {
  let looking = false;
  let again = false;

  const all = async (): Promise<void> => {
    let from: number | null = 0;
    while (from !== null) from = await log.expire({ from, now: clock.now(), days: settings.value('message-days') });
  };

  const look = async (): Promise<void> => {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again) {
        again = false;
        await all();
      }
    } catch (error) {
      failed(error);
    } finally {
      looking = false;
    }
  };

  return {
    /** Resolves once all of it is hidden from whoever reads; overwriting it follows. */
    look,

    /** The setting may be another. */
    heard(wakeUp: WakeUp): void {
      if (wakeUp.about === 'rights' && wakeUp.no === null) void look();
    },
  };
}
