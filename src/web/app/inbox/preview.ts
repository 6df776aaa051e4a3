import type { Body, InboxRow } from '../../../client/api.ts';
import { plainLine } from '../formatting/formatting.ts';
import { whyWords } from '../streams/alertWords.ts';
import { oneLine } from '../streams/oneLine.ts';
import { lifetimeWords } from '../words/lifetime.ts';
import { t } from '../words/words.ts';

/** A message in one line. */
export function bodyLine(body: Body): string {
  switch (body.type) {
    case 'text':
      return plainLine(body.text);
    case 'alert':
      return oneLine(body.text) || whyWords(body.why);
    case 'comment':
      return oneLine(`${body.name}: ${body.text}`);
    case 'deleted':
      return t('deleted');
    case 'withheld':
      return t('withheld');
    case 'not_kept':
      return t('notKept');
    case 'newer_version':
      return t('newerVersion');
    case 'invalid':
      return t('invalid');
    case 'event':
      return eventLine(body);
  }
}

const eventWords = {
  identity_changed: 'eventIdentityChanged',
  conversation_deleted: 'eventDeleted',
  device_added: 'eventDeviceAdded',
} as const;

export function eventLine(body: Extract<Body, { type: 'event' }>): string {
  const { event, name } = body;
  if (event === 'lifetime') return t('eventLifetime', { name, time: lifetimeWords(body.days) });
  return t(eventWords[event], { name });
}

/** The newest of a conversation, as the inbox shows it. */
export function previewLine(preview: InboxRow['preview']): string {
  if (preview === null) return '';
  const line = bodyLine(preview.body);
  return preview.mine && preview.body.type === 'text' ? t('you', { text: line }) : line;
}

/** The server tells it by itself. */
export const isTold = ({ type }: Body): boolean => type === 'alert' || type === 'comment';
