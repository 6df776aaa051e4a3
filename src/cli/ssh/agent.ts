import net from 'node:net';
import { concatBytes } from '../../crypto/encoding.ts';
import { SshReader, sshString, uint32 } from '../../crypto/verify/sshWire.ts';
import { SshKeyProblem, type SshSigner } from './signer.ts';

// The SSH agent protocol (RFC 9987), as much of it as lists keys and signs.

const LIST = 11;
const LISTED = 12;
const SIGN = 13;
const SIGNED = 14;
const RSA_SHA2_512 = 4;
/** As OpenSSH's own client: a longer answer is none. */
const LONGEST = 256 * 1024;
/** Somebody may have to confirm, or to touch a key. */
const PATIENCE = 60_000;
const SILENT = 'the SSH agent does not answer; is it running, and is SSH_AUTH_SOCK set?';

/**
 * The keys in the agent behind a socket (`SSH_AUTH_SOCK`).
 * @throws SshKeyProblem when there is no agent
 */
export async function agentKeys(socket: string): Promise<SshSigner[]> {
  const keys = answerOf(LISTED, await ask(socket, Uint8Array.of(LIST)), (reader) =>
    Array.from({ length: Math.min(reader.uint32(), LONGEST) }, () => ({
      publicKey: reader.string(),
      comment: commentOf(reader.string()),
    })),
  );
  return keys.map((key) => ({ ...key, sign: (data) => signInAgent(socket, key.publicKey, data) }));
}

async function signInAgent(socket: string, publicKey: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const flags = new SshReader(publicKey).text() === 'ssh-rsa' ? RSA_SHA2_512 : 0;
  const request = concatBytes(Uint8Array.of(SIGN), sshString(publicKey), sshString(data), uint32(flags));
  return answerOf(SIGNED, await ask(socket, request), (reader) => reader.string());
}

const commentOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function answerOf<Value>(kind: number, answer: Uint8Array, read: (reader: SshReader) => Value): Value {
  if (answer[0] !== kind) throw new SshKeyProblem('the SSH agent refused');
  try {
    const reader = new SshReader(answer.slice(1));
    const value = read(reader);
    reader.end();
    return value;
  } catch (cause) {
    throw new SshKeyProblem(SILENT, { cause });
  }
}

/** One question on a connection of its own. */
function ask(path: string, request: Uint8Array): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const socket = net.connect(path);
  let answer = new Uint8Array(0);
  const failed = (cause?: unknown): void => {
    reject(new SshKeyProblem(SILENT, { cause }));
    socket.destroy();
  };
  socket.setTimeout(PATIENCE, failed);
  socket.on('error', failed);
  socket.on('close', () => failed());
  socket.on('data', (chunk: Buffer) => {
    answer = concatBytes(answer, chunk);
    const length = answer.length < 4 ? null : new DataView(answer.buffer).getUint32(0);
    if (length !== null && length > LONGEST) return failed();
    if (length === null || answer.length < 4 + length) return;
    resolve(answer.slice(4, 4 + length));
    socket.end();
  });
  socket.write(sshString(request));
  return promise;
}
