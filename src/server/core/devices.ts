import { verifySessionClaim } from '../../crypto/verify/proofs.ts';
import type { Device } from '../../protocol/api/account.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { requireMoreThanAKey } from './byKeyAlone.ts';
import { audited } from './audited.ts';
import type { Chains } from './chains.ts';
import type { AccountNo, Bus, Clock, KeyStore, SessionStore, StoredDevice } from './ports.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { Session } from './sessions.ts';

/** A device unseen for so long is suspended until its owner logs in on it again. */
const UNSEEN = 90 * 24 * 3600_000;

interface Given {
  readonly instance: string;
  readonly keys: KeyStore;
  readonly store: Pick<SessionStore, 'bind'>;
  readonly chains: Chains;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Devices = ReturnType<typeof createDevices>;

export function createDevices({ instance, keys, store, chains, bus, clock }: Given) {
  const live = async (account: AccountNo): Promise<StoredDevice[]> =>
    (await keys.devices(account)).filter(({ state }) => state !== 'removed');

  const suspendUnseen = async (account: AccountNo): Promise<void> => {
    const unseen = (await live(account)).filter(
      ({ state, seenAt }) => state === 'live' && clock.now() - seenAt > UNSEEN,
    );
    for (const { device } of unseen) {
      await keys.setDeviceState(
        account,
        device,
        'suspended',
        audited(clock, 'server', 'device suspended', device, 'local'),
      );
    }
    if (unseen.length > 0) bus.publish({ about: 'rights', no: account });
  };

  return {
    suspendUnseen,

    /** @throws Refusal proof_required */
    async list(session: Session): Promise<Device[]> {
      requireMoreThanAKey(session);
      const { account, device: own } = session;
      await suspendUnseen(account.no);
      return (await live(account.no)).map(({ device, label, state, addedAt, seenAt }) => ({
        device,
        label,
        state: state === 'suspended' ? 'suspended' : 'live',
        addedAt,
        seenAt,
        current: device === own?.device,
      }));
    },

    /**
     * A device that is in the chain makes a session without one its own. A suspended device is live again by this, if more
     * than a certificate or an SSH key was shown.
     * @throws Refusal forbidden, proof_required
     */
    async claim(
      session: Session,
      asked: { device: string; challenge: string; signature: string },
      challengeFits: boolean,
      from: string,
    ): Promise<void> {
      const { account, device: bound } = session;
      const chain = await chains.of(account.no);
      const device = chain?.devices.get(asked.device);
      const signature = bytes(asked.signature, 'signature');
      const fits =
        challengeFits &&
        (bound === null || bound.device === asked.device) &&
        chain &&
        device?.removedAt === null &&
        verifySessionClaim(device.signingKey, instance, chain.account, fromBase64url(asked.challenge), signature);
      const stored = (await live(account.no)).find((each) => each.device === asked.device);
      if (!fits || !stored) throw new Refusal('forbidden');
      if (stored.state === 'suspended') {
        requireMoreThanAKey(session);
        const audit = audited(clock, account.username, 'device live again', asked.device, from);
        await keys.setDeviceState(account.no, asked.device, 'live', audit);
      }
      await store.bind(session.tokenHash, stored.no);
    },
  };
}
