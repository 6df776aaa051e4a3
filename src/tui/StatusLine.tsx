import { Text } from 'ink';
import stringWidth from 'string-width';
import { oneLine } from '../protocol/oneLine.ts';
import type { Shown } from './session.ts';
import { words } from './words.ts';

interface StatusLineProps {
  readonly shown: Shown;
  readonly server: string;
  /** Whether there is more below what is in sight. */
  readonly below: boolean;
  /** What Tab found, if it was several. */
  readonly choices: readonly string[];
  readonly columns: number;
}

/** Who, where, how safe, and what waits; the most important first, since narrow terminals cut the end. */
export function StatusLine({ shown, server, below, choices, columns }: StatusLineProps) {
  const text = ` ${(choices.length > 0 ? choices : facts(shown, server, below)).join(choices.length > 0 ? '  ' : ' · ')} `;
  return (
    <Text inverse wrap="truncate">
      {text + ' '.repeat(Math.max(0, columns - stringWidth(text)))}
    </Text>
  );
}

function facts({ name, client, view, places, refused }: Shown, server: string, below: boolean): string[] {
  const alarm = refused ? [words.refusedServer] : [];
  if (name === null || !client) return [...alarm, server];
  const elsewhere = places.filter(({ unread, conversation }) => unread > 0 && conversation !== view?.conversation);
  const unread = elsewhere.reduce((sum, place) => sum + place.unread, 0);
  return [
    ...alarm,
    ...(view
      ? [view.room ?? `@${oneLine(view.with.username)}`, view.sealed ? words.encrypted : words.notEncrypted]
      : []),
    ...(view?.waiting ? [words.waiting[view.waiting](oneLine(view.with.username))] : []),
    ...(below ? [words.moreBelow] : []),
    words.connection[client.connection],
    ...(unread > 0 ? [`${words.unread(unread)} (${elsewhere.map((place) => place.name).join(' ')})`] : []),
    ...(client.loading ? [words.loading] : []),
    `${name} @ ${server}`,
  ];
}
