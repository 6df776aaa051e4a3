import { useCallback, useEffect, useRef, useState } from 'react';
import type { DraftView } from '../../../client/api.ts';
import { useClient } from './client.ts';
import { type Box, boxOf, boxWith, emptied, keepBox, written } from './drafts.ts';

/** Milliseconds without a key, after which what was written is stored on this device. */
const SETTLED = 400;

export interface OpenDraft {
  readonly text: string;
  /** An item's key. */
  readonly replyTo: string | null;
  readonly write: (change: Partial<Pick<Box, 'text' | 'replyTo'>>) => void;
  /** It was sent. */
  readonly empty: () => void;
  /** It was not sent after all: what was typed meanwhile stays, below it. */
  readonly giveBack: (text: string) => void;
}

/** What is begun in a conversation: kept while one writes, told to the other devices when one leaves. */
export function useDraft(conversation: string, draft: DraftView | null): OpenDraft {
  const client = useClient();
  const [box, setBox] = useState(() => boxOf(conversation));
  const [seen, setSeen] = useState<DraftView | null>(null);
  if (draft !== null && draft !== seen) {
    setSeen(draft);
    setBox(boxWith(box, draft));
  }
  const keep = useCallback(
    ({ text, replyTo, over }: Box, settled: boolean) =>
      void client.keepDraft(conversation, { text, replyTo, over }, settled),
    [client, conversation],
  );
  const latest = useRef(box);
  useEffect(() => {
    latest.current = box;
    keepBox(conversation, box);
    if (box.state !== 'writing') return undefined;
    const timer = setTimeout(() => {
      keep(box, false);
      setBox((now) => (now === box ? { ...now, state: 'kept' } : now));
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [conversation, box, keep]);
  useEffect(() => {
    const settle = (): void => {
      if (latest.current.state !== 'taken') keep(latest.current, true);
    };
    const hidden = (): void => void (document.visibilityState === 'hidden' && settle());
    document.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', settle);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', settle);
      settle();
    };
  }, [keep]);
  const write = useCallback(
    (change: Partial<Pick<Box, 'text' | 'replyTo'>>) => setBox((now) => written(now, change)),
    [],
  );
  const empty = useCallback(() => {
    const next = emptied(latest.current);
    keep(next, true);
    setBox(next);
  }, [keep]);
  const giveBack = useCallback(
    (text: string) => setBox((now) => written(now, { text: now.text === '' ? text : `${text}\n${now.text}` })),
    [],
  );
  return { text: box.text, replyTo: box.replyTo, write, empty, giveBack };
}
