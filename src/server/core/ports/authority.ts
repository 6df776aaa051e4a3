/** What was asked for, and by whose key: of a request for a certificate nothing else counts. */
export interface RequestedKey {
  /** Subject public key info, DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** SHA-256 of it. */
  readonly keyHash: Uint8Array;
}

/** A certificate for clients that this server's authority signed and that has not ended. */
export interface PresentedCertificate {
  /** 32 digits of hexadecimal, lower case. */
  readonly serial: string;
  readonly username: string;
  readonly keyHash: Uint8Array;
}

/** The server's certificate authority, as far as people's certificates go. */
export interface Authority {
  /** Its own certificate, PEM; as all PEM here with the end of its last line. */
  readonly certificate: string;
  /**
   * The key of a certificate request (PKCS #10, DER or PEM), whose signature proves that its holder asks. Null for
   * whatever is malformed, wrongly signed, or of a key that is not taken: P-256, P-384, Ed25519, RSA of 2048 to 4096 bits.
   */
  readRequest(request: Uint8Array): Promise<RequestedKey | null>;
  /** A certificate that says no more than: this key is that name's, for logging in, from `from` to `to`. PEM. */
  issue(given: {
    readonly serial: string;
    readonly username: string;
    readonly publicKey: Uint8Array<ArrayBuffer>;
    readonly from: number;
    readonly to: number;
  }): Promise<string>;
  /** Null for whatever this authority did not sign for a client, or that has ended or not begun at `at`. DER. */
  read(certificate: Uint8Array, at: number): PresentedCertificate | null;
  /** Whether the certificate's key signed the bytes: Ed25519, ECDSA (DER) or RSA (PKCS #1), with SHA-256 or P-384's SHA-384. */
  isSignedBy(certificate: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean;
}
