import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordHashing, Random } from './core/ports.ts';

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const MEMORY = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;
const PREFIX = `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=${LANES}$`;
/** What a password is held against where there is none: a salt, and a tag that nothing has. */
const NOBODYS = `${PREFIX}${Buffer.alloc(SALT_BYTES).toString('base64')}$${Buffer.alloc(TAG_BYTES).toString('base64')}`;

const argon2Of = promisify(argon2);

/** Argon2id of Node's own crypto, outside of the event loop; hashes are spelt as in the PHC string format. */
export function machinePasswords(random: Random): PasswordHashing {
  const tagOf = (password: string, nonce: Uint8Array): Promise<Buffer> => {
    const message = Buffer.from(password, 'utf8');
    const cost = { memory: MEMORY, passes: PASSES, parallelism: LANES, tagLength: TAG_BYTES };
    return argon2Of('argon2id', { message, nonce, ...cost });
  };

  return {
    async hash(password) {
      const salt = random(SALT_BYTES);
      const tag = await tagOf(password, salt);
      return `${PREFIX}${Buffer.from(salt).toString('base64')}$${tag.toString('base64')}`;
    },

    async matches(hash, password) {
      const stored = hash ?? NOBODYS;
      if (!stored.startsWith(PREFIX)) throw new Error('a password of a machine is hashed in a way that is not known');
      const [salt = '', tag = ''] = stored.slice(PREFIX.length).split('$');
      const found = await tagOf(password, Buffer.from(salt, 'base64'));
      return timingSafeEqual(found, Buffer.from(tag, 'base64')) && hash !== null;
    },
  };
}
