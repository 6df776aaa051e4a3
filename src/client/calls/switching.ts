import { listSettings, listSwitches, setSetting, turnSwitch } from '../../protocol/api/adminSwitches.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { attempt } from '../outcome.ts';
import type { Switching } from '../switching.ts';

export function switchingCalls({ server }: CurrentAccount): Switching {
  return {
    listSwitches: () => attempt(() => server.call(listSwitches)),
    turnSwitch: (name, on) => attempt(() => server.call(turnSwitch, { body: { name, on } })),
    listSettings: () => attempt(() => server.call(listSettings)),
    setSetting: (name, value) => attempt(() => server.call(setSetting, { body: { name, value } })),
  };
}
