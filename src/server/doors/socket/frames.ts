import type { ServerFrame } from '../../../protocol/socket.ts';

const TEXT_FRAME = 0x81;

/** A whole text frame of RFC 6455 (5.2), final and unmasked, as it goes onto the line. */
export function encodeFrame(frame: ServerFrame): Buffer {
  const text = JSON.stringify(frame);
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
