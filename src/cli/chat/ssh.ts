import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { type EnteredBySsh, loginBySsh } from '../../client/account/sshLogin.ts';
import { Refused, type Server } from '../../client/server.ts';
import { readSshKey } from '../../crypto/verify/sshKey.ts';
import { GaveUp } from '../../tui/accounts.ts';
import { words } from '../../tui/words.ts';
import { agentKeys } from '../ssh/agent.ts';
import { readKeyFile } from '../ssh/keyFile.ts';
import { SshKeyProblem, type SshSigner, signWith } from '../ssh/signer.ts';

/** As OpenSSH's servers: each key that does not fit is a wrong guess. */
const MOST_TRIES = 6;

/** Where SSH keys are: the path of a private key, or the socket of an agent. */
export interface SshKeys {
  readonly file: string | null;
  /** Null: there is no agent. */
  readonly agent: string | null;
}

/**
 * Logs in by an SSH key: that of the file, or else the first of the agent that the account has.
 * @throws GaveUp when there is no key to try, or the server takes none; Refused; Unreachable
 */
export async function enterBySsh(
  server: Server,
  origin: string,
  username: string,
  keys: SshKeys,
): Promise<EnteredBySsh> {
  try {
    return await tryEach(await signersOf(keys), (signer) =>
      loginBySsh(server, origin, username, (message, namespace) => signWith(signer, namespace, message)),
    );
  } catch (error) {
    if (error instanceof SshKeyProblem) throw new GaveUp(error.message, { cause: error });
    if (error instanceof Refused && error.code === 'forbidden') throw new GaveUp(words.noSshHere, { cause: error });
    throw error;
  }
}

async function tryEach(signers: readonly SshSigner[], enter: (signer: SshSigner) => Promise<EnteredBySsh>) {
  let problem: unknown = new SshKeyProblem(words.emptyAgent);
  for (const signer of signers.slice(0, MOST_TRIES)) {
    try {
      return await enter(signer);
    } catch (error) {
      const isOfThisKey = error instanceof SshKeyProblem || (error as Refused).code === 'invalid_credentials';
      if (!isOfThisKey) throw error;
      problem = error;
    }
  }
  throw signers.length > MOST_TRIES ? new SshKeyProblem(words.noneOfFirst(MOST_TRIES)) : problem;
}

async function signersOf({ file, agent }: SshKeys): Promise<SshSigner[]> {
  if (file !== null) return [readKeyFile(textOf(file))];
  if (agent === null) throw new SshKeyProblem(words.noAgent);
  return (await agentKeys(agent)).filter(({ publicKey }) => isTaken(publicKey));
}

/** An agent holds certificates of SSH too, and kinds that no server of ours takes. */
function isTaken(publicKey: Uint8Array): boolean {
  try {
    readSshKey(publicKey);
    return true;
  } catch {
    return false;
  }
}

/** Nobody but us expands a tilde that is typed here. */
function textOf(file: string): string {
  try {
    return readFileSync(file.replace(/^~(?=\/)/, homedir()), 'utf8');
  } catch (error) {
    throw new SshKeyProblem((error as Error).message, { cause: error });
  }
}
