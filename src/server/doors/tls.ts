import { constants } from 'node:crypto';
import type tls from 'node:tls';

const SUITES = ['AES256-GCM-SHA384', 'CHACHA20-POLY1305', 'AES128-GCM-SHA256'];
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  ...SUITES.map((suite) => `ECDHE-ECDSA-${suite}`),
  ...SUITES.map((suite) => `ECDHE-RSA-${suite}`),
];
const GROUPS = ['X25519MLKEM768', 'X25519', 'P-256', 'P-384'];

/** What every port offers over TLS: 1.2 and 1.3, with forward secrecy, authenticated, and nothing is negotiated again. */
export const offered = {
  minVersion: 'TLSv1.2',
  ciphers: CIPHERS.join(':'),
  honorCipherOrder: true,
  ecdhCurve: GROUPS.join(':'),
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
} satisfies tls.SecureContextOptions;
