import { useEffect, useState } from 'react';
import type { Item, PersonView } from '../../../../src/client/api.ts';
import { Announcer } from '../../../../src/web/app/conversation/Announcer.tsx';
import { BlockSheet } from '../../../../src/web/app/conversation/BlockSheet.tsx';
import { ContactPane } from '../../../../src/web/app/conversation/ContactPane.tsx';
import { ConversationHeader } from '../../../../src/web/app/conversation/ConversationHeader.tsx';
import {
  DeleteAlerts,
  DeleteContact,
  DeleteConversation,
} from '../../../../src/web/app/conversation/DeleteConversation.tsx';
import { DeleteMessage } from '../../../../src/web/app/conversation/DeleteMessage.tsx';
import { LifetimeSheet } from '../../../../src/web/app/conversation/LifetimeSheet.tsx';
import { LogRow } from '../../../../src/web/app/conversation/LogRow.tsx';
import { Message } from '../../../../src/web/app/conversation/Message.tsx';
import { NotifySheet } from '../../../../src/web/app/conversation/NotifySheet.tsx';
import { PersonBar } from '../../../../src/web/app/conversation/PersonBar.tsx';
import { ReplyBar } from '../../../../src/web/app/conversation/ReplyBar.tsx';
import { SafetyNumber } from '../../../../src/web/app/conversation/SafetyNumber.tsx';
import { VersionsSheet } from '../../../../src/web/app/conversation/VersionsSheet.tsx';
import { WaitingBar } from '../../../../src/web/app/conversation/WaitingBar.tsx';
import { ConversationRow } from '../../../../src/web/app/inbox/ConversationRow.tsx';
import { RoomRow } from '../../../../src/web/app/rooms/RoomRow.tsx';
import { people } from '../people.ts';
import { asLine, asShown, itemWith, named, nothing, rowWith, saidIn, view } from './said.ts';
import type { Surface } from './surface.ts';

const actions = {
  onReply: nothing,
  onEdit: nothing,
  onReact: nothing,
  onPick: nothing,
  onVersions: nothing,
  onDelete: nothing,
  onUnread: nothing,
  onQuote: nothing,
  onRetry: nothing,
  onDiscard: nothing,
};
const log = {
  first: true,
  last: true,
  sealed: true,
  signed: true,
  reachable: true,
  highlighted: false,
  tools: true,
  ...actions,
};
const message = (change: Partial<Item>) => <Message item={itemWith(change)} {...log} />;
const inbox = (change: Parameters<typeof rowWith>[0]) => (
  <ConversationRow row={rowWith(change)} selected={false} reachable onVisit={nothing} />
);
const preview = (author: PersonView, text: string) => ({ author, body: saidIn(text), mine: false });
const room = (author: PersonView, text: string) => (
  <RoomRow
    row={{ ...rowWith({ preview: preview(author, text) }), room: 'lobby' }}
    online={1}
    selected={false}
    reachable
    onVisit={nothing}
  />
);
const sheet = { conversation: 'with-bram', onClose: nothing, onDeleted: nothing };

/** Dashes of a list are drawn, and so are the bars of what is quoted. */
const asDrawn = (text: string): string => asShown(text).replaceAll(/^(- |> )/gm, '');

/** It reads out what has come since it was there. */
function Announced({ by, text }: { by: PersonView; text: string }) {
  const [come, setCome] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setCome(true));
    return () => clearTimeout(timer);
  }, []);
  const item = itemWith({ key: 'another', author: by, body: saidIn(text) });
  return <Announcer view={come ? { ...view, items: [...view.items, item] } : view} />;
}

export const conversations: readonly Surface[] = [
  { name: 'message', of: (text) => message({ body: saidIn(text, true) }), reads: asDrawn, marked: true },
  { name: 'author of a message', of: (text) => message({ author: named(text) }) },
  { name: 'visitor', of: (text) => message({ author: { ...named(text), visitor: true } }) },
  {
    name: 'quote',
    of: (text) => message({ reply: { key: 'k', author: people.lena, excerpt: text } }),
    reads: asLine,
  },
  { name: 'author of a quote', of: (text) => message({ reply: { key: 'k', author: named(text), excerpt: 'yes' } }) },
  {
    name: 'reaction, by its people',
    of: (text) => message({ reactions: [{ emoji: '🎉', people: [people.lena, named(text)], mine: false }] }),
  },
  { name: 'reaction', of: (text) => message({ reactions: [{ emoji: text, people: [people.lena], mine: false }] }) },
  {
    name: 'comment that waits',
    of: (text) =>
      message({ body: { type: 'comment', thread: 'guestbook', title: text, comment: 'c', name: text, text } }),
  },
  {
    name: 'event',
    of: (text) => (
      <LogRow
        row={{
          kind: 'item',
          key: 'e',
          first: true,
          last: true,
          item: itemWith({ body: { type: 'event', event: 'lifetime', days: 7, name: text } }),
        }}
        fresh={0}
        {...log}
      />
    ),
  },
  {
    name: 'earlier versions',
    of: (text) => (
      <VersionsSheet
        conversation="with-bram"
        item={itemWith({ key: 'bram-3', body: saidIn(text, true) })}
        onClose={nothing}
      />
    ),
  },
  {
    name: 'reply bar',
    of: (text) => <ReplyBar item={itemWith({ body: saidIn(text) })} onCancel={nothing} />,
    reads: asLine,
  },
  {
    name: 'author in the reply bar',
    of: (text) => <ReplyBar item={itemWith({ author: named(text) })} onCancel={nothing} />,
  },
  { name: 'row', of: (text) => inbox({ preview: preview(people.bram, text) }), reads: asLine },
  { name: 'name in a row', of: (text) => inbox({ with: named(text) }) },
  { name: 'draft in a row', of: (text) => inbox({ draft: { text, isNewest: true } }) },
  { name: 'visitor in a row', of: (text) => inbox({ kind: 'contact', contact: text, with: named(text) }) },
  { name: 'row of a room', of: (text) => room(people.bram, text), reads: asLine },
  { name: 'author in a row of a room', of: (text) => room(named(text), 'Hello') },
  { name: 'announcement', of: (text) => <Announced by={people.bram} text={text} />, reads: asLine },
  { name: 'author in an announcement', of: (text) => <Announced by={named(text)} text="Hello" /> },
  {
    name: 'header',
    of: (text) => (
      <ConversationHeader
        conversation="with-bram"
        person={named(text)}
        sealed
        muted={false}
        more={[]}
        onDelete={nothing}
      />
    ),
  },
  {
    name: 'contact form',
    of: (text) => (
      <ContactPane
        row={rowWith({ kind: 'contact', contact: text, with: named(text) })}
        view={{
          ...view,
          kind: 'contact',
          with: named(text),
          items: [],
          contact: { title: text, name: text, email: text, readable: true },
        }}
        target={null}
      />
    ),
  },
  { name: 'stranger', of: (text) => <PersonBar person={named(text)} blocked={false} onBlock={nothing} /> },
  { name: 'blocked', of: (text) => <PersonBar person={named(text)} blocked onBlock={nothing} /> },
  ...(['identity_changed', 'alarm', 'removed'] as const).map((reason) => ({
    name: `waiting: ${reason}`,
    of: (text: string) => (
      <WaitingBar
        conversation="with-bram"
        reason={reason}
        person={named(text)}
        compareAgain={false}
        onCompare={nothing}
      />
    ),
  })),
  { name: 'block', of: (text) => <BlockSheet person={named(text)} onClose={nothing} onBlocked={nothing} /> },
  { name: 'delete conversation', of: (text) => <DeleteConversation person={named(text)} {...sheet} /> },
  { name: 'delete contact', of: (text) => <DeleteContact person={named(text)} {...sheet} /> },
  { name: 'delete alerts', of: (text) => <DeleteAlerts person={{ ...named(text), username: text }} {...sheet} /> },
  { name: 'delete message', of: (text) => <DeleteMessage item={itemWith({ author: named(text) })} {...sheet} /> },
  {
    name: 'lifetime',
    of: (text) => <LifetimeSheet conversation="with-bram" person={named(text)} days={0} onClose={nothing} />,
  },
  {
    name: 'what to be told of',
    of: (text) => (
      <NotifySheet conversation="with-bram" name={text} isRoom={false} now={rowWith({})} onClose={nothing} />
    ),
  },
  {
    name: 'safety number',
    of: (text) => <SafetyNumber person={named(text)} digits={'1'.repeat(60)} verified onClose={nothing} />,
  },
];
