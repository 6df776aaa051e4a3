import { routes } from '../../../../protocol/routes.ts';
import { readOwnKeys } from '../../../core/ownKeys.ts';
import type { KeyStore } from '../../../core/ports.ts';
import { endpoint } from '../endpoint.ts';

export const getOwnKeys = (keys: KeyStore) =>
  endpoint(routes.getOwnKeys, ({ session, query }) =>
    readOwnKeys(keys, session.account.no, session.device?.device ?? null, query.after),
  );
