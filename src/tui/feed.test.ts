import { expect, test } from 'vitest';
import type { Client, ClientState, ConversationView, Item } from '../client/api.ts';
import { type Told, feedOf } from './feed.ts';

const bram = { account: 'bram', username: 'bram', displayName: 'bram' };

const item = (text: string, edited = false): Item => ({
  key: 'one',
  seq: 1,
  mine: false,
  author: bram,
  at: 1000,
  state: 'received',
  failure: null,
  body: { type: 'text', text, edited },
  reply: null,
  reactions: [],
  blocked: false,
  progress: null,
  gapBefore: false,
});

test('[M18] what was told and is edited is told once more, and a reaction is not told', async () => {
  const told: Told[] = [];
  let show = (_items: readonly Item[]): void => undefined;
  const state = {
    phase: 'in',
    caughtUp: true,
    loading: null,
    connection: 'online',
    inbox: [],
    rooms: [{ conversation: 'c' }],
  };
  const client = {
    watch: (listener: (state: ClientState) => void) => {
      listener(state as unknown as ClientState);
      return () => undefined;
    },
    watchConversation: (_: string, listener: (view: ConversationView) => void) => {
      show = (items) =>
        listener({
          conversation: 'c',
          room: 'lobby',
          machine: null,
          items,
          newer: false,
          unread: 0,
          firstUnread: 'one',
        } as unknown as ConversationView);
      show([item('at seven')]);
      return () => undefined;
    },
  } as unknown as Client;
  const feed = feedOf({ client, self: 'amara', readsAll: false, tell: (one) => void told.push(one) });
  await feed.caughtUp;
  show([item('at seven')]);
  show([{ ...item('at seven'), reactions: [{ emoji: '👍', people: [bram], mine: false }] }]);
  show([item('at eight', true)]);
  show([item('at eight', true)]);
  expect(told.map(({ text, edited }) => [text, edited])).toEqual([
    ['at seven', undefined],
    ['at eight', true],
  ]);
});
