/** In the place of `src/crypto/verify/opaqueServer.ts`: the other half of the stand-in beside this file. */
const RESPONSE = 'AAAA';

export const opaqueReady = async (): Promise<void> => undefined;
export const createOpaqueSetup = (): string => 'none';
export const registrationResponse = (): string => RESPONSE;

export const startLogin = (_setup: string, _instance: string, _accountId: string, record: string | null) => ({
  state: record ?? '',
  response: RESPONSE,
});

export const finishLogin = (_instance: string, _accountId: string, state: string, finish: string): boolean =>
  state !== '' && state === finish;
