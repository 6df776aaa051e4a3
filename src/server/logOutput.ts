import pino, { type DestinationStream } from 'pino';

/** Bytes that wait for whoever reads the log. */
const MOST_WAITING = 1024 * 1024;

/**
 * Where lines of the log go, written while the server does other things: whoever is slow to read them holds up nobody.
 * What is too much by then is left out, and a line says how much that was. What waits is written before the process ends.
 * @param file descriptor
 */
export function openLogOutput(file: number): DestinationStream {
  const output = pino.destination({ dest: file, sync: false, maxLength: MOST_WAITING });
  let lines = 0;
  output.on('drop', () => (lines += 1));
  output.on('drain', () => {
    if (lines === 0) return;
    const left = { level: 'warn', time: new Date().toISOString(), lines, msg: 'lines of the log left out' };
    lines = 0;
    output.write(`${JSON.stringify(left)}\n`);
  });
  return output;
}
