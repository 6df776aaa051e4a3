import net from 'node:net';
import { createTransport } from 'nodemailer';
import type { Mail } from './core/ports.ts';

/** Longest that one step of sending may take, milliseconds. */
const PATIENCE = 20_000;

interface Given {
  /** `smtp://user:password@host:587`, with STARTTLS unless the host is this machine, or `smtps://`. */
  readonly url: string;
  /** The sender's address. */
  readonly from: string;
}

/** Sends e-mail by SMTP, one connection each. */
export function openSmtp({ url, from }: Given): Mail {
  const { protocol, hostname } = new URL(url);
  const transport = createTransport({
    url,
    requireTLS: protocol === 'smtp:' && !isLocal(hostname),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      // As an object it is one address, whatever stands in it.
      await transport.sendMail({ from: { name: '', address: from }, to: { name: '', address: to }, subject, text });
    },
  };
}

const isLocal = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (net.isIPv4(host) && host.startsWith('127.'));
