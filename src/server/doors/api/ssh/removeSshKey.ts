import { routes } from '../../../../protocol/routes.ts';
import type { SshKeys } from '../../../core/sshKeys.ts';
import { endpoint } from '../endpoint.ts';

export const removeSshKey = (sshKeys: SshKeys) =>
  endpoint(routes.removeSshKey, ({ session, query, from }) => sshKeys.remove(session.account, query.fingerprint, from));
