import { client, ready } from '@serenity-kit/opaque';
import { fromBase64url } from '../protocol/base64url.ts';
import type { Bytes } from './encoding.ts';
import { KeyError } from './keyError.ts';

/**
 * The client's half of OPAQUE (RFC 9807): the password never leaves the device. What goes to the server and comes from it
 * is base64url text. The export key (64 bytes) is known to the client alone, and is another one after every registration,
 * even of the same password.
 */

/** Argon2id with 64 MiB and three passes: pinned here, never chosen by the server. */
const STRETCHING = 'memory-constrained';

/** Whom the two sides are to each other: the account id (base64url) and the instance id. */
export interface OpaqueIds {
  readonly account: string;
  readonly instance: string;
}

/** `state` stays on this device, for the second half. */
export async function startRegistration(password: string): Promise<{ state: string; request: string }> {
  await ready;
  const started = client.startRegistration({ password: normalised(password) });
  return { state: started.clientRegistrationState, request: started.registrationRequest };
}

/**
 * Stretches the password, which takes about half a second: call it in a worker.
 * @throws KeyError 'malformed' when the response is none.
 */
export async function finishRegistration(
  password: string,
  state: string,
  response: string,
  ids: OpaqueIds,
): Promise<{ record: string; exportKey: Bytes }> {
  await ready;
  const finished = orMalformed(() =>
    client.finishRegistration({
      password: normalised(password),
      clientRegistrationState: state,
      registrationResponse: response,
      identifiers: identifiers(ids),
      keyStretching: STRETCHING,
    }),
  );
  return { record: finished.registrationRecord, exportKey: fromBase64url(finished.exportKey) };
}

export async function startLogin(password: string): Promise<{ state: string; request: string }> {
  await ready;
  const started = client.startLogin({ password: normalised(password) });
  return { state: started.clientLoginState, request: started.startLoginRequest };
}

/**
 * Stretches the password, as above. Null: a wrong password, an unknown account, or a server that is not the one that the
 * account was registered with.
 * @throws KeyError 'malformed' when the response is none.
 */
export async function finishLogin(
  password: string,
  state: string,
  response: string,
  ids: OpaqueIds,
): Promise<{ finish: string; exportKey: Bytes } | null> {
  await ready;
  const finished = orMalformed(() =>
    client.finishLogin({
      password: normalised(password),
      clientLoginState: state,
      loginResponse: response,
      identifiers: identifiers(ids),
      keyStretching: STRETCHING,
    }),
  );
  return finished ? { finish: finished.finishLoginRequest, exportKey: fromBase64url(finished.exportKey) } : null;
}

/** The same password, however the keyboard spells it. */
const normalised = (password: string): string => password.normalize('NFKC');

const identifiers = ({ account, instance }: OpaqueIds) => ({ client: account, server: instance });

function orMalformed<T>(half: () => T): T {
  try {
    return half();
  } catch {
    throw new KeyError('malformed');
  }
}
