import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import vectors from '../../../test/vectors/ssh.json' with { type: 'json' };
import { blobOf, hasSshKeygen, sshAdd, startAgent } from '../../../test/support/ssh.ts';
import { sshSigner } from '../../crypto/verify/sshSignature.ts';
import { agentKeys } from './agent.ts';
import { readKeyFile } from './keyFile.ts';
import { signWith } from './signer.ts';

const message = new TextEncoder().encode('who is there');
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-ssh-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test.each(vectors.keys)('[003.3] $name: a key file signs', async ({ name, privateKey, line }) => {
  const signer = readKeyFile(privateKey);
  expect(signer.comment).toBe(`${name} of a test`);
  expect(signer.publicKey).toEqual(new Uint8Array(blobOf(line)));
  expect(await sshSigner(await signWith(signer, 'a', message), 'a', message)).toEqual(signer.publicKey);
});

test('a key file that cannot sign says what to do', () => {
  expect(() => readKeyFile(vectors.refused.encryptedPrivateKey)).toThrow('add it to your agent with ssh-add');
  expect(() => readKeyFile(vectors.keys[0]!.line)).toThrow('no private key of OpenSSH');
  const cut = vectors.keys[0]!.privateKey.split('\n').toSpliced(3, 1).join('\n');
  expect(() => readKeyFile(cut)).toThrow('cannot be read');
});

test('[003.3] the keys of an agent sign', async () => {
  if (!hasSshKeygen()) return;
  const socket = path.join(folder, 'agent');
  const agent = await startAgent(socket);
  try {
    for (const { privateKey } of vectors.keys) sshAdd(socket, privateKey);
    const keys = await agentKeys(socket);
    expect(keys.map(({ comment }) => comment)).toEqual(vectors.keys.map(({ name }) => `${name} of a test`));
    for (const key of keys) {
      expect(await sshSigner(await signWith(key, 'a', message), 'a', message)).toEqual(key.publicKey);
    }
  } finally {
    await agent.stop();
  }
});

test('no agent, one that refuses and one that talks nonsense are said in one sentence', async () => {
  await expect(agentKeys(path.join(folder, 'nowhere'))).rejects.toThrow('the SSH agent does not answer');
  const answers = [
    [[0, 0, 0, 1, 5], 'the SSH agent refused'],
    [[0x7f, 0, 0, 0], 'the SSH agent does not answer'],
    [[0, 0, 0, 9], 'the SSH agent does not answer'],
    [[0, 0, 0, 5, 12, 0, 0, 0, 1], 'the SSH agent does not answer'],
  ] as const;
  for (const [bytes, said] of answers) {
    const socket = path.join(folder, `agent-${bytes.join('-')}`);
    const server = net.createServer((line) => line.on('error', () => {}).end(Uint8Array.from(bytes))).listen(socket);
    await once(server, 'listening');
    await expect(agentKeys(socket)).rejects.toThrow(said);
    server.close();
  }
});
