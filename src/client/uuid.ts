/** A UUIDv7 (RFC 9562, 5.7): 48 bits of UTC milliseconds, then random; so that ids sort as they were made. */
export function uuidv7(now: number, random: (length: number) => Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16);
  bytes.set(random(16));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(now / 0x10000));
  view.setUint16(4, now % 0x10000);
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  return bytes;
}
