import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from '../core/rates.ts';
import type { Turns } from './turns.ts';

/** An answer that is the same for everybody, and stays as it is. */
export interface ReadyMade {
  readonly body: Buffer;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly compressible: boolean;
  compressed?: Promise<Buffer>;
}

const COMPRESSIBLE = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;
const SMALLEST_COMPRESSED = 1024;
/** To hand so much to a connection takes a while: a thousand who ask at once would hold up everybody. */
const LARGE = 64 * 1024;
const brotli = promisify(zlib.brotliCompress);

export function readyMade(
  body: Buffer,
  headers: Readonly<Record<string, string>> & { readonly 'content-type': string },
): ReadyMade {
  return {
    body,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    headers,
    compressible: COMPRESSIBLE.test(headers['content-type']) && body.length > SMALLEST_COMPRESSED,
  };
}

/** Answers with it: compressed for whoever takes that, and with nothing for whoever has it. */
export async function sendReadyMade(
  made: ReadyMade,
  request: FastifyRequest,
  reply: FastifyReply,
  turns: Turns,
): Promise<FastifyReply> {
  const { body, etag, headers, compressible } = made;
  const { headers: asked } = request;
  reply.code(200).headers({ ...headers, etag });
  if (compressible) reply.header('vary', 'accept-encoding');
  if (asked['if-none-match'] === etag) return reply.code(304).send();
  const takesBrotli = /\bbr\b/.test(asked['accept-encoding'] ?? '');
  if (!compressible || !takesBrotli) return sendBody(body);
  made.compressed ??= brotli(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 6 } });
  const compressed = await made.compressed;
  reply.header('content-encoding', 'br');
  return sendBody(compressed);

  function sendBody(bytes: Buffer): FastifyReply {
    if (bytes.length <= LARGE) return reply.send(bytes);
    turns.take(
      () => networkOf(request.ip),
      () => void reply.send(bytes),
    );
    return reply;
  }
}
