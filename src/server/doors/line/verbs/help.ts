import type { Peer } from '../peer.ts';

const LINES = [
  '/register NAME CSR  make an account; CSR is a PEM certificate request in base64, on one line',
  '/register NAME      keep the name for this connection; then /csr BASE64',
  '/login NAME         log in with the client certificate of this connection',
  '/users              who is online',
  '/exit               leave',
  '@user message       a private message',
  'anything else       a message to everyone',
];

/** `/help` */
export function help(peer: Peer): void {
  for (const line of LINES) peer.answer(line);
}
