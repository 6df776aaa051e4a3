import { useSyncExternalStore, type ReactNode } from 'react';
import type { Body, InboxRow, Item, PersonView } from '../../../src/client/api.ts';
import { Message } from '../../../src/web/app/conversation/Message.tsx';
import { ReplyBar } from '../../../src/web/app/conversation/ReplyBar.tsx';
import { ConversationRow } from '../../../src/web/app/inbox/ConversationRow.tsx';
import { RoomRow } from '../../../src/web/app/rooms/RoomRow.tsx';
import { PersonName } from '../../../src/web/app/ui/PersonName.tsx';
import { conversationViews, people, rowOf } from './people.ts';

// Everything that shows what others wrote, each with the same text in it.

let shown: readonly string[] = [];
let draw = (): void => {};

export function show(texts: readonly string[]): void {
  shown = texts;
  draw();
}

function subscribe(tell: () => void): () => void {
  draw = tell;
  return () => {};
}

const nothing = (): void => {};
const [example] = conversationViews();
const named = (text: string): PersonView => ({ ...people.bram, displayName: text });

function itemOf(text: string, body: Body): Item {
  const [item] = example?.items ?? [];
  if (item === undefined) throw new Error('nobody has said anything');
  return { ...item, author: named(text), body, reply: { key: 'k', author: named(text), excerpt: text } };
}

const bodies = (text: string): readonly (readonly [string, Body])[] => [
  ['message', { type: 'text', text, edited: true }],
  ['comment', { type: 'comment', thread: 'guestbook', title: text, comment: 'c', name: text, text }],
  [
    'alert',
    {
      type: 'alert',
      why: { when: 'contains', text },
      seq: 1,
      at: 0,
      level: text,
      text,
      id: null,
      sealed: null,
      more: 0,
    },
  ],
  ['event', { type: 'event', event: 'identity_changed', name: text }],
];

function surfaces(text: string): readonly (readonly [string, ReactNode])[] {
  const said: Body = { type: 'text', text, edited: false };
  const preview = { author: named(text), body: said, mine: false };
  const row: InboxRow = { ...rowOf(example), with: named(text), preview };
  const room = { ...row, room: 'lobby' };
  const actions = { onReply: nothing, onDelete: nothing, onQuote: nothing, onRetry: nothing, onDiscard: nothing };
  return [
    ...bodies(text).map(([name, body]): [string, ReactNode] => [
      name,
      <Message
        key={name}
        item={itemOf(text, body)}
        first
        last
        sealed
        signed
        reachable
        highlighted={false}
        {...actions}
      />,
    ]),
    ['preview', <ConversationRow key="preview" row={row} selected={false} reachable onVisit={nothing} />],
    ['room', <RoomRow key="room" row={room} online={1} selected={false} />],
    ['reply', <ReplyBar key="reply" item={itemOf(text, said)} onCancel={nothing} />],
    ['name', <PersonName key="name" person={named(text)} />],
  ];
}

export function Surfaces() {
  const texts = useSyncExternalStore(subscribe, () => shown);
  return (
    <main>
      {texts.map((text) => (
        <section key={text} data-text={text}>
          {surfaces(text).map(([name, surface]) => (
            <div key={name} data-surface={name}>
              {surface}
            </div>
          ))}
        </section>
      ))}
    </main>
  );
}
