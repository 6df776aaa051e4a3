import { routes } from '../../../../protocol/routes.ts';
import type { SshKeys } from '../../../core/sshKeys.ts';
import { endpoint } from '../endpoint.ts';

export const addSshKeys = (sshKeys: SshKeys) =>
  endpoint(routes.addSshKeys, ({ session, body, from }) => sshKeys.add(session.account, body.text, from));
