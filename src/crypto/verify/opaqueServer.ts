import { ready, server } from '@serenity-kit/opaque';

/**
 * The server's half of OPAQUE (RFC 9807). Everything is base64url text; `instance` and `accountId` are the identifiers of
 * the two sides. The setup is the server's secret: it belongs outside the database.
 */

/** The others may be called once this has resolved. */
export const opaqueReady = (): Promise<void> => ready;

/** A new setup: made once for an instance, and kept. */
export const createOpaqueSetup = (): string => server.createSetup();

/** @throws Error when the request is malformed. */
export function registrationResponse(setup: string, accountId: string, request: string): string {
  const params = { serverSetup: setup, userIdentifier: accountId, registrationRequest: request };
  return server.createRegistrationResponse(params).registrationResponse;
}

/**
 * `record` null: there is no such account, and the response looks like any other.
 * @throws Error when the request is malformed.
 */
export function startLogin(
  setup: string,
  instance: string,
  accountId: string,
  record: string | null,
  request: string,
): { state: string; response: string } {
  const { serverLoginState, loginResponse } = server.startLogin({
    serverSetup: setup,
    userIdentifier: accountId,
    registrationRecord: record,
    startLoginRequest: request,
    identifiers: { client: accountId, server: instance },
  });
  return { state: serverLoginState, response: loginResponse };
}

/** Whether the client knew the password. `state` is that of one `startLogin`, and is good for one answer. */
export function finishLogin(instance: string, accountId: string, state: string, finish: string): boolean {
  try {
    const identifiers = { client: accountId, server: instance };
    server.finishLogin({ serverLoginState: state, finishLoginRequest: finish, identifiers });
    return true;
  } catch {
    return false;
  }
}
