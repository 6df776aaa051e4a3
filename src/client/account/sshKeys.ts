import { addSshKeys, listSshKeys, removeSshKey } from '../../protocol/api/sshKeys.ts';
import type { Client } from '../api.ts';
import { Failed, act, attempt } from '../outcome.ts';
import type { Server } from '../server.ts';

/** The account's public SSH keys. A private one that was pasted by mistake does not leave the device. */
export function sshKeyCalls(server: Server): Pick<Client, 'sshKeys' | 'addSshKeys' | 'removeSshKey'> {
  return {
    sshKeys: () => attempt(() => server.call(listSshKeys)),
    addSshKeys: (text) =>
      attempt(async () => {
        if (text.includes('PRIVATE KEY')) throw new Failed('private_key');
        return server.call(addSshKeys, { body: { text } });
      }),
    removeSshKey: (fingerprint) => act(() => server.call(removeSshKey, { query: { fingerprint } })),
  };
}
