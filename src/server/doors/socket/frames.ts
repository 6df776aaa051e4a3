import type { ServerFrame } from '../../../protocol/socket.ts';

const TEXT_FRAME = 0x81;

/** A whole text frame of RFC 6455 (5.2), final and unmasked, as it goes onto the line. */
export function encodeFrame(frame: ServerFrame): Buffer {
  const text = jsonOf(frame);
  const length = Buffer.byteLength(text);
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const bytes = Buffer.allocUnsafe(2 + extended + length);
  bytes[0] = TEXT_FRAME;
  if (extended === 0) {
    bytes[1] = length;
  } else if (extended === 2) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  bytes.write(text, 2 + extended, 'utf8');
  return bytes;
}

/**
 * The two that go out for each message are put together by hand, in a third of the time: numbers and base64url need no
 * escaping. A test holds them to the schema, field by field.
 */
function jsonOf(frame: ServerFrame): string {
  if (frame.ev === 'ack') {
    const { ref, seq, at, hash } = frame;
    return `{"ev":"ack","ref":${ref},"seq":${seq},"at":${at},"hash":"${hash}"}`;
  }
  if (frame.ev === 'entry') {
    const { conversation, seq, kind, at, account, device, counts, payload, hash, chain } = frame;
    return `{"ev":"entry","conversation":"${conversation}","seq":${seq},"kind":"${kind}","at":${at},"account":${quoted(account)},"device":${quoted(device)},"counts":${counts},"payload":${quoted(payload)},"hash":"${hash}","chain":"${chain}"}`;
  }
  return JSON.stringify(frame);
}

const quoted = (text: string | null): string => (text === null ? 'null' : `"${text}"`);
