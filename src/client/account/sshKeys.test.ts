import { expect, test } from 'vitest';
import vectors from '../../../test/vectors/ssh.json' with { type: 'json' };
import { Server } from '../server.ts';
import { sshKeyCalls } from './sshKeys.ts';

test('[003.3] a private key that was pasted by mistake does not leave the device', async () => {
  const asked: unknown[] = [];
  const request = async (_method: string, _path: string, body?: unknown) => {
    asked.push(body);
    return { status: 200, body: { keys: [], added: 0, refused: [] } };
  };
  const { addSshKeys } = sshKeyCalls(new Server({ request }));
  const { line, privateKey } = vectors.keys[0]!;
  expect(await addSshKeys(`${line}\n${privateKey}`)).toEqual({ ok: false, code: 'private_key' });
  expect(asked).toEqual([]);
  expect(await addSshKeys(line)).toMatchObject({ ok: true, added: 0 });
  expect(asked).toEqual([{ text: line }]);
});
