import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { Stanza, type Identity, type Recipient } from 'age-encryption';

// age's own stanza for passphrases (age-encryption.org/v1, "scrypt"). The library has it too, in JavaScript: four times
// slower, and without handing out the file's key.

const LABEL = Buffer.from('age-encryption.org/v1/scrypt');
const SALT = 16;
/** Base-2 logarithm of the work: 256 MB, about a second; as age has it. */
const WORK = 18;
const MOST_WORK = 20;
const NO_NONCE = Buffer.alloc(12);
const TAG = 16;

/** Seals a file's key to a passphrase. */
export function passphraseRecipient(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(SALT);
      const cipher = createCipheriv('chacha20-poly1305', await stretched(passphrase, salt, WORK), NO_NONCE, {
        authTagLength: TAG,
      });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      return [new Stanza(['scrypt', unpadded(salt), String(WORK)], body)];
    },
  };
}

/** Opens what was sealed to a passphrase, by us or by age. */
export function passphraseIdentity(passphrase: string): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const [stanza, ...others] = stanzas;
      const [kind, salt = '', work = ''] = stanza?.args ?? [];
      if (!stanza || kind !== 'scrypt' || others.length > 0) return null;
      if (!/^[1-9]\d?$/.test(work) || Number(work) > MOST_WORK) return null;
      const key = await stretched(passphrase, Buffer.from(salt, 'base64'), Number(work));
      const decipher = createDecipheriv('chacha20-poly1305', key, NO_NONCE, { authTagLength: TAG });
      decipher.setAuthTag(stanza.body.subarray(-TAG));
      try {
        return Buffer.concat([decipher.update(stanza.body.subarray(0, -TAG)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

function stretched(passphrase: string, salt: Buffer, work: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** work, r: 8, p: 1, maxmem: 2 ** (work + 11) };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.concat([LABEL, salt]), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
