const EVERY = 250;
const MEGABYTE = 1_000_000;

/** How far it is, on a terminal only, in a line that goes away. @param about bytes that are expected at least */
export function showProgress(about: number): { stands(bytes: number): void; end(): void } {
  let shown = 0;
  const write = (text: string): unknown => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`);
  return {
    stands(bytes) {
      if (performance.now() - shown < EVERY) return;
      shown = performance.now();
      write(`${Math.floor(bytes / MEGABYTE)} MB of about ${Math.ceil(Math.max(about, bytes) / MEGABYTE)} MB`);
    },
    end() {
      if (shown > 0) write('');
      shown = 0;
    },
  };
}
