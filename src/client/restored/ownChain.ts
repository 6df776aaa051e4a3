import { entryKind } from '../../crypto/verify/accountChain.ts';
import { appendToChain } from '../../protocol/api/account.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { equalBytes } from '../../crypto/encoding.ts';
import { ownKeysAfter } from '../account/ownKeys.ts';
import type { OwnAccount } from '../account/own.ts';
import { Refused, type Server } from '../server.ts';

/** How a device is called whose label only the server knew. */
const LABEL = 'Device';

/**
 * Hands in what the own chain has and the server has not, in order, as far as this device can: for an account key the seeds
 * have to go with it, which only the device that made it has. A chain that is another than the own is left to the checks
 * that raise alarms.
 */
export async function handInOwnChain(own: OwnAccount, server: Server): Promise<void> {
  const { chain } = await ownKeysAfter(server, 0);
  const missing = await own.entriesAfter(0);
  const isPrefix = chain.every((entry, index) => {
    const known = missing[index];
    return known !== undefined && equalBytes(known.entry, fromBase64url(entry));
  });
  if (!isPrefix) return;
  try {
    for (const { entry, accountKey } of missing.slice(chain.length)) {
      const { kind } = entryKind(entry);
      await server.call(appendToChain, {
        body: {
          entry: toBase64url(entry),
          ...(accountKey && { accountKey }),
          ...(kind === 'device added' && { deviceLabel: LABEL }),
        },
      });
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
