/**
 * Looks for a proof of work: a number that makes SHA-256 of the token, a colon and its digits begin with zero bits.
 * Everything it needs stands within it, so that its source text runs in a worker as well.
 * @param token ASCII
 * @returns tries so many further numbers and answers the digits of one that does it, or null
 */
export function createProofSearch(token: string, bits: number): (tries: number) => string | null {
  const fraction = (root: number): number => (root * 2 ** 32) | 0;
  const constants = new Int32Array(64);
  const begin = new Int32Array(8);
  for (let number = 2, found = 0; found < 64; number++) {
    let divisor = 2;
    while (divisor * divisor <= number && number % divisor) divisor++;
    if (divisor * divisor <= number) continue;
    if (found < 8) begin[found] = fraction(number ** 0.5);
    constants[found++] = fraction(number ** (1 / 3));
  }

  const schedule = new Int32Array(64);
  const at = (array: Int32Array, index: number): number => array[index] as number;
  const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
  const compress = (state: Int32Array, block: DataView): void => {
    for (let i = 0; i < 16; i++) schedule[i] = block.getInt32(i * 4);
    for (let i = 16; i < 64; i++) {
      const w15 = at(schedule, i - 15);
      const w2 = at(schedule, i - 2);
      const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
      const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
      schedule[i] = at(schedule, i - 16) + s0 + at(schedule, i - 7) + s1;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(constants, i) + at(schedule, i)) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = at(state, i) + word));
  };

  // What is the same for every number is compressed once.
  const bytes = new Uint8Array(128);
  const blocks = [new DataView(bytes.buffer, 0, 64), new DataView(bytes.buffer, 64, 64)] as const;
  const text = `${token}:`;
  const whole = text.length - (text.length % 64);
  for (let start = 0; start < whole; start += 64) {
    for (let i = 0; i < 64; i++) bytes[i] = text.charCodeAt(start + i);
    compress(begin, blocks[0]);
  }
  const rest = text.slice(whole);
  const state = new Int32Array(8);
  const zeroBits = (tail: string, length: number): number => {
    bytes.fill(0);
    for (let i = 0; i < tail.length; i++) bytes[i] = tail.charCodeAt(i);
    bytes[tail.length] = 0x80;
    const last = tail.length < 56 ? 0 : 1;
    blocks[last].setUint32(60, length * 8);
    state.set(begin);
    for (let i = 0; i <= last; i++) compress(state, blocks[i as 0 | 1]);
    return Math.clz32(at(state, 0));
  };
  let next = 0;
  return (tries) => {
    for (const end = next + tries; next < end; next++) {
      if (zeroBits(rest + next, text.length + String(next).length) >= bits) return String(next);
    }
    return null;
  };
}
