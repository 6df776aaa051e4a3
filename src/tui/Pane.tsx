import { Box, Text } from 'ink';
import type { Look, Row } from './rows.ts';

interface PaneProps {
  readonly rows: readonly Row[];
  readonly height: number;
  readonly colour: boolean;
}

const COLOURS: Readonly<Record<Look, string | null>> = { message: null, own: 'cyan', said: 'gray', failed: 'red' };

/** What was said, the newest at the bottom. */
export function Pane({ rows, height, colour }: PaneProps) {
  return (
    <Box flexDirection="column" height={height} justifyContent="flex-end" overflow="hidden">
      {rows.map(({ key, index, text, look }) => {
        const hue = colour ? COLOURS[look] : null;
        return (
          <Text key={`${key}/${index}`} wrap="truncate" bold={look === 'failed'} {...(hue !== null && { color: hue })}>
            {text === '' ? ' ' : text}
          </Text>
        );
      })}
    </Box>
  );
}
