import type { Preferences } from '../../protocol/api/account.ts';
import type { Self } from '../../protocol/api/registration.ts';
import type { Online } from './online.ts';
import type { AccountStore, Bus } from './ports.ts';
import type { DeviceSession } from './sessions.ts';
import { selfOf } from './wire.ts';

export type Profile = ReturnType<typeof createProfile>;

interface Given {
  readonly accounts: AccountStore;
  readonly online: Pick<Online, 'changed'>;
  readonly bus: Bus;
}

export function createProfile({ accounts, online, bus }: Given) {
  return {
    async rename({ account }: DeviceSession, displayName: string): Promise<Self> {
      await accounts.setDisplayName(account.no, displayName);
      bus.publish({ about: 'account', no: account.no });
      return selfOf({ ...account, displayName });
    },

    /** What is left out stays as it is. */
    async prefer(
      { account }: DeviceSession,
      change: { readonly [Name in keyof Preferences]?: Preferences[Name] | undefined },
    ): Promise<Preferences> {
      const { readReceipts = account.readReceipts, presence = account.presence } = change;
      await accounts.setPreferences(account.no, { readReceipts, presence });
      online.changed({ ...account, readReceipts, presence });
      bus.publish({ about: 'account', no: account.no });
      return { readReceipts, presence };
    },
  };
}
