import { getPreferences, listDevices, setPreferences, setProfile } from '../../protocol/api/account.ts';
import { listCertificates, revokeCertificate } from '../../protocol/api/certificates.ts';
import {
  type UnconfirmedCode,
  changePassword,
  endAccount,
  endEverywhere,
  newCode,
  removeDevice,
} from '../account/settings.ts';
import { sshKeyCalls } from '../account/sshKeys.ts';
import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act, attempt } from '../outcome.ts';

type Calls = Pick<
  Client,
  | 'setDisplayName'
  | 'preferences'
  | 'setPreferences'
  | 'devices'
  | 'removeDevice'
  | 'certificates'
  | 'revokeCertificate'
  | 'sshKeys'
  | 'addSshKeys'
  | 'removeSshKey'
  | 'logoutEverywhere'
  | 'removeAccount'
  | 'changePassword'
  | 'newRecoveryCode'
  | 'confirmRecoveryCode'
>;

/** What people set for their own account. */
export function settingsCalls(current: CurrentAccount): Calls {
  const { server, platform } = current;
  const deps = { server, random: platform.random };
  const need = () => current.need();
  let unconfirmed: UnconfirmedCode | null = null;
  return {
    setDisplayName: (displayName) =>
      act(async () => {
        await need().own.rename(await server.call(setProfile, { body: { displayName } }));
        current.changed();
      }),
    preferences: () => attempt(() => server.call(getPreferences)),
    setPreferences: (change) => attempt(() => server.call(setPreferences, { body: change })),
    devices: () => attempt(() => server.call(listDevices)),
    removeDevice: (device, password) =>
      act(async () => {
        const { own, keyCare } = need();
        await removeDevice(deps, own, device, password);
        await keyCare.renewEpochs();
      }),
    certificates: () => attempt(() => server.call(listCertificates)),
    revokeCertificate: (serial) => act(() => server.call(revokeCertificate, { params: { serial } })),
    ...sshKeyCalls(server),
    logoutEverywhere: (password) => act(() => current.goodbye((own) => endEverywhere(deps, own, password))),
    removeAccount: (password) => act(() => current.goodbye((own) => endAccount(deps, own, password), 'deleted')),
    changePassword: (password, newPassword) =>
      act(() => changePassword(deps, need().own.self.username, password, newPassword)),
    newRecoveryCode: (password) =>
      attempt(async () => {
        unconfirmed = await newCode(deps, need().own.self.username, password);
        return { recoveryCode: unconfirmed.recoveryCode };
      }),
    confirmRecoveryCode: () =>
      act(async () => {
        await unconfirmed?.confirm();
        unconfirmed = null;
      }),
  };
}
