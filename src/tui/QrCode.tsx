import { Box, Text } from 'ink';
import { qrRows } from './qrRows.ts';
import { words } from './words.ts';

/** A QR code, or how large the window has to be for it. `colour`: on a dark ground whatever the terminal's own is. */
export function QrCode({ rows, colour }: { rows: readonly string[]; colour: boolean }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {rows.map((row, index) => (
        // A row has nothing of its own but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <Text
          key={index}
          wrap="truncate"
          {...(colour && rows.length > 1 && { color: '#ffffff', backgroundColor: '#000000' })}
        >
          {row}
        </Text>
      ))}
    </Box>
  );
}

/** Rows of text that stay above it: the code to type is among them. */
const TEXT = 4;
/** Below it: the status line and what is typed. */
const BELOW = 2;

/** The rows that it takes: the whole code, or one row that says what it wants. @param height what there is to share */
export function qrCodeIn(text: string, columns: number, height: number): readonly string[] {
  const rows = qrRows(text);
  const wide = rows[0]?.length ?? 0;
  const high = rows.length + TEXT;
  return wide <= columns && high <= height ? rows : [words.tooSmallForQr(wide, high + BELOW)];
}
