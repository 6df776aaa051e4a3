import type { Self } from '../../protocol/api/registration.ts';
import type { AccountStore, Bus } from './ports.ts';
import type { DeviceSession } from './sessions.ts';
import { selfOf } from './wire.ts';

export type Profile = ReturnType<typeof createProfile>;

export function createProfile({ accounts, bus }: { accounts: AccountStore; bus: Bus }) {
  return {
    async rename({ account }: DeviceSession, displayName: string): Promise<Self> {
      await accounts.setDisplayName(account.no, displayName);
      bus.publish({ about: 'account', no: account.no });
      return selfOf({ ...account, displayName });
    },
  };
}
