import { errors, jwtVerify, SignJWT } from 'jose';
import type { TokenSigning } from './core/ports.ts';

const ALGORITHM = 'HS256';
const TYPE = 'JWT';

/**
 * JSON Web Tokens with HMAC-SHA-256 and nothing else, whatever a token's own head says.
 * @param key 32 bytes
 * @param instance the audience: a token of another server is worth nothing here
 */
export function machineTokens(key: Uint8Array, instance: string): TokenSigning {
  return {
    sign: ({ jti, subject, issuedAt, endsAt }) =>
      new SignJWT({ jti })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
        .setSubject(subject)
        .setAudience(instance)
        .setIssuedAt(Math.floor(issuedAt / 1000))
        .setExpirationTime(Math.floor(endsAt / 1000))
        .sign(key),

    async verify(token, at) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          typ: TYPE,
          audience: instance,
          requiredClaims: ['exp', 'iat', 'jti', 'sub'],
          currentDate: new Date(at),
          clockTolerance: 0,
        });
        const { jti, sub, exp } = payload;
        if (jti === undefined || sub === undefined || exp === undefined) return undefined;
        return { jti, subject: sub, endsAt: exp * 1000 };
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
        throw error;
      }
    },
  };
}
