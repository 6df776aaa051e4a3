import type { Holder } from '../../core/certificates.ts';
import type { Done, Stage } from './stages.ts';

/** Whoever is at the other end, as a verb sees them. */
export interface Peer {
  /** Address. */
  readonly from: string;
  /** The client certificate of the handshake, DER: good when it was shown. Null: there was none. */
  readonly certificate: Uint8Array | null;
  readonly stage: Stage;
  answer(line: string): void;
  /** Many lines, as fast as they are taken. */
  answerAll(lines: readonly string[]): Promise<void>;
  /** Something that others said: it comes between answers. `taken` is called once it has left this machine. */
  hear(line: string, taken: () => void): void;
  /** Null: there is room for more. Else resolves once there is again, or they are gone. */
  room(): Promise<void> | null;
  done(what: Done): void;
  /** The log-in that was asked for is not given, and the connection closes. @param holder whose certificate it shows */
  refuse(holder: Holder | null): void;
  /** A last line, if there is something to say, and the connection closes. */
  end(line?: string): void;
}
