import { sha256 } from '../../crypto/encoding.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { AccountStore, Clock, LinkStore, Random } from './ports.ts';

/** The token of a link that makes the first admin, and that no other link does; null once there is an admin. */
export async function setupToken(
  accounts: Pick<AccountStore, 'hasAdmin'>,
  links: Pick<LinkStore, 'create'>,
  clock: Clock,
  random: Random,
): Promise<string | null> {
  if (await accounts.hasAdmin()) return null;
  const token = random(32);
  const at = clock.now();
  const link = {
    kind: 'setup',
    tokenHash: sha256(token),
    account: null,
    at,
    expiresAt: at + limits.linkLifetime,
  } as const;
  await links.create(link, null);
  return toBase64url(token);
}
