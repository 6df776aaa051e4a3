import * as server from '../../crypto/verify/opaqueServer.ts';
import { Refusal } from './refusal.ts';

export type Opaque = ReturnType<typeof createOpaque>;

/** OPAQUE's server half with this instance's secret. @throws Refusal invalid: the other side's message is malformed */
export function createOpaque(setup: string, instance: string) {
  return {
    registrationResponse: (account: string, request: string): string =>
      wellFormed('request', () => server.registrationResponse(setup, account, request)),
    /** `record` null: the answer looks like any other. */
    startLogin: (account: string, record: string | null, request: string): { state: string; response: string } =>
      wellFormed('request', () => server.startLogin(setup, instance, account, record, request)),
    finishLogin: (account: string, state: string, finish: string): boolean =>
      server.finishLogin(instance, account, state, finish),
  };
}

function wellFormed<Value>(field: string, work: () => Value): Value {
  try {
    return work();
  } catch {
    throw new Refusal('invalid', { field });
  }
}
