import { Box, Text } from 'ink';
import type { Place } from './places.ts';
import { words } from './words.ts';

interface SwitcherProps {
  readonly places: readonly Place[];
  readonly height: number;
}

/** Where one can go; Enter takes the first. */
export function Switcher({ places, height }: SwitcherProps) {
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      {places.length === 0 && <Text>{words.nothingFits}</Text>}
      {places.slice(0, height).map(({ conversation, name, encrypted, unread }, index) => (
        <Text key={conversation} wrap="truncate" bold={index === 0} inverse={index === 0}>
          {` ${name}  ${encrypted ? words.encrypted : words.notEncrypted}${unread > 0 ? `  ${words.unread(unread)}` : ''} `}
        </Text>
      ))}
    </Box>
  );
}
