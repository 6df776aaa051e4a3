import type { PushService, PushStore, PushSubscription } from '../ports.ts';
import type { Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceSession } from '../sessions.ts';
import type { Poking } from './poking.ts';

interface Given {
  readonly push: PushStore;
  /** Null: nobody is poked from here. */
  readonly service: PushService | null;
  readonly poking: Pick<Poking, 'subscribed'>;
  readonly rates: Rates;
}

export type PushSubscriptions = ReturnType<typeof createPushSubscriptions>;

/** Where devices want to be poked. A subscription ends with the session that made it. */
export function createPushSubscriptions({ push, service, poking, rates }: Given) {
  return {
    async of({ account, device }: DeviceSession): Promise<{ key: string | null; endpoint: string | null }> {
      const own = (await push.of(account.no)).find((each) => each.device === device.no);
      return { key: service?.key ?? null, endpoint: own?.endpoint ?? null };
    },

    /** @throws Refusal forbidden, too_many_requests */
    async put({ account, device, tokenHash }: DeviceSession, wanted: PushSubscription): Promise<void> {
      if (service === null) throw new Refusal('forbidden');
      rates.spend('account: push', account.no);
      await push.put({ ...wanted, device: device.no, session: tokenHash });
      poking.subscribed(account.no, device.no);
    },

    remove: ({ device }: DeviceSession): Promise<void> => push.remove(device.no),
  };
}
