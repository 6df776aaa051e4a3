import type { Vault } from '../../protocol/api/keys.ts';
import type { Arrival } from './arrival.ts';
import { audited } from './audited.ts';
import { requireMoreThanAKey } from './byKeyAlone.ts';
import type { Opaque } from './opaque.ts';
import type { Bus, Clock, KeyStore } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { DeviceSession, Session } from './sessions.ts';

interface Given {
  readonly keys: KeyStore;
  readonly opaque: Opaque;
  readonly arrival: Arrival;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Password = ReturnType<typeof createPassword>;

/** Replacing the password and the recovery code, by whoever has just proved either. */
export function createPassword({ keys, opaque, arrival, rates, bus, clock }: Given) {
  return {
    /** Each answer is a guess at the password, for whoever does not know it. @throws Refusal proof_required, too_many_requests, invalid */
    startChange(session: Session, request: string): { response: string } {
      requireMoreThanAKey(session);
      const { account, accountId } = session;
      rates.spend('account: password', account.no);
      if (accountId === null) throw new Refusal('device_required');
      return { response: opaque.registrationResponse(accountId, request) };
    },

    /** @throws Refusal proof_required, vault_moved */
    async finishChange(
      session: Session,
      asked: { proof: string; record: string; vault: Vault },
      from: string,
    ): Promise<void> {
      const { account } = session;
      arrival.spendProof(session, asked.proof);
      const audit = audited(clock, account.username, 'password changed', account.username, from);
      const stored = await keys.replacePassword(account.no, asked.record, asked.vault, audit);
      if (stored !== 'stored') throw new Refusal(stored);
      bus.publish({ about: 'account', no: account.no });
    },

    /** @throws Refusal proof_required, vault_moved */
    async replaceRecoveryCode(
      session: DeviceSession,
      asked: { proof: string; version: number; recoveryWrap: string; recoveryKey: string },
      from: string,
    ): Promise<void> {
      const { account } = session;
      arrival.spendProof(session, asked.proof);
      const audit = audited(clock, account.username, 'recovery code replaced', account.username, from);
      const stored = await keys.replaceRecovery(
        account.no,
        asked.version,
        asked.recoveryWrap,
        asked.recoveryKey,
        audit,
      );
      if (stored !== 'stored') throw new Refusal(stored);
    },
  };
}
