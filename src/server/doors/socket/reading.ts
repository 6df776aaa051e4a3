import { limits } from '../../../protocol/limits.ts';
import { ClientFrame } from '../../../protocol/socket.ts';

type Send = Extract<ClientFrame, { op: 'send' }>;

const BASE64URL = /^[A-Za-z0-9_-]+$/;
/** Characters of base64url. */
const CONVERSATION = 43;
const ENVELOPE = Math.ceil((limits.envelope * 4) / 3);

/** What a client's text says by the schema; undefined when it is no frame. */
export function readFrame(text: string): ClientFrame | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isPlainSend(json) ? json : ClientFrame.safeParse(json).data;
}

/**
 * The frame that comes with every message, seen at a third of what the schema costs. Whatever is not exactly this is the
 * schema's to judge; that the schema takes all that this takes, a test shows.
 */
export function isPlainSend(json: unknown): json is Send {
  if (typeof json !== 'object' || json === null || Object.keys(json).length !== 4) return false;
  const { op, ref, conversation, envelope } = json as Partial<Record<keyof Send, unknown>>;
  return (
    op === 'send' &&
    Number.isSafeInteger(ref) &&
    (ref as number) >= 0 &&
    typeof conversation === 'string' &&
    conversation.length === CONVERSATION &&
    BASE64URL.test(conversation) &&
    typeof envelope === 'string' &&
    envelope.length <= ENVELOPE &&
    BASE64URL.test(envelope)
  );
}
