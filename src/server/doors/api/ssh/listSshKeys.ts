import { routes } from '../../../../protocol/routes.ts';
import type { SshKeys } from '../../../core/sshKeys.ts';
import type { Switches } from '../../../core/switches.ts';
import { endpoint } from '../endpoint.ts';

export const listSshKeys = (sshKeys: SshKeys, switches: Switches) =>
  endpoint(routes.listSshKeys, async ({ session }) => ({
    keys: await sshKeys.list(session.account),
    on: switches.on('ssh-authentication'),
  }));
