const NONCE = 12;
const utf8 = new TextEncoder();

export interface Seal {
  seal(key: string, value: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** @throws when the value was altered, or moved here from another key or storage. */
  open(key: string, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

/** Not extractable: it can be used in this browser, and its bytes can be read by nobody. */
export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** AES-256-GCM: a random nonce (12), then the ciphertext; bound to the storage's name and the value's key. */
export function createSeal(cryptoKey: CryptoKey, storage: string): Seal {
  const parameters = (key: string, iv: Uint8Array<ArrayBuffer>) => ({
    name: 'AES-GCM',
    iv,
    additionalData: utf8.encode(`${storage}\0${key}`),
  });
  return {
    async seal(key, value) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
      const bytes = new Uint8Array(value);
      const ciphertext = new Uint8Array(await crypto.subtle.encrypt(parameters(key, nonce), cryptoKey, bytes));
      const sealed = new Uint8Array(NONCE + ciphertext.length);
      sealed.set(nonce);
      sealed.set(ciphertext, NONCE);
      return sealed;
    },
    async open(key, sealed) {
      const nonce = sealed.subarray(0, NONCE);
      return new Uint8Array(await crypto.subtle.decrypt(parameters(key, nonce), cryptoKey, sealed.subarray(NONCE)));
    },
  };
}
