import type { Body } from '../client/api.ts';
import { words } from './words.ts';

/** What a message says, or what is to be said of it; null: nothing any more. */
export function bodyText(body: Body): string | null {
  switch (body.type) {
    case 'text':
      return body.text;
    case 'deleted':
      return null;
    case 'alert':
      return alertText(body);
    case 'comment':
      return words.comment(body.name, body.title || body.thread, body.text);
    case 'withheld':
      return words.withheld;
    case 'not_kept':
      return words.notKept;
    case 'newer_version':
      return words.newerVersion;
    case 'invalid':
      return words.invalid;
    case 'event':
      if (body.event === 'lifetime') return words.lifetime(body.name, body.days);
      if (body.event === 'device_added') return words.deviceAdded(body.name);
      return body.event === 'conversation_deleted'
        ? words.conversationDeleted
        : words.waiting.identity_changed(body.name);
  }
}

function alertText({ why, sealed, text, more }: Extract<Body, { type: 'alert' }>): string {
  const silence = why?.when === 'silence' ? words.silence(why.minutes) : null;
  const what = silence ?? (sealed === null ? text : words.sealedRecord);
  return more > 0 ? `${what} ${words.andMore(more)}` : what;
}
