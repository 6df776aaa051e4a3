import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Item } from '../../../client/api.ts';
import { limits } from '../../../protocol/limits.ts';
import { useClient } from '../session/client.ts';
import type { OpenDraft } from '../session/useDraft.ts';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { ReplyBar } from './ReplyBar.tsx';
import { RoomLeft } from './RoomLeft.tsx';
import { charactersLeft } from './room.ts';
import { WritingForm } from './WritingForm.tsx';

interface ComposerProps {
  boxRef: RefObject<HTMLTextAreaElement | null>;
  conversation: string;
  name: string;
  /** The server can read it, where others are sealed. */
  clear?: boolean;
  /** It goes out in one piece, so that less fits. */
  short?: boolean;
  /** Nothing can be sent at the moment; writing goes on. */
  held: boolean;
  draft: OpenDraft;
  /** What the draft answers, if it is here. */
  quoted: Item | null;
  /** Up, in an empty box. */
  onEditLast?: () => void;
  /** What one sends oneself is to be seen. */
  onSend: () => void;
}

export function Composer(props: ComposerProps) {
  const { boxRef, conversation, name, clear = false, short = clear, held, draft, quoted } = props;
  const { onEditLast, onSend } = props;
  const { text, replyTo, write, empty, giveBack } = draft;
  const onReplyEnd = (): void => write({ replyTo: null });
  const client = useClient();
  const [problem, setProblem] = useState<string | null>(null);
  const left = charactersLeft(text.trim(), short ? limits.messageText : limits.longText);
  const tooLong = left !== null && left < 0;
  useEffect(() => {
    // A finger that opened a conversation wants to read: a keyboard would cover half of it.
    if (matchMedia('(pointer: fine)').matches) boxRef.current?.focus({ preventScroll: true });
  }, [boxRef]);

  const send = async (): Promise<void> => {
    const trimmed = text.trim();
    if (held || tooLong || trimmed === '') return boxRef.current?.focus();
    setProblem(null);
    onSend();
    boxRef.current?.focus();
    const sending = client.send(conversation, trimmed, replyTo ?? undefined);
    empty();
    const outcome = await sending;
    if (outcome.ok) return;
    giveBack(trimmed);
    setProblem(t('sendFailed', { reason: failureWords(outcome) }));
  };

  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape' && replyTo !== null) {
      event.stopPropagation();
      onReplyEnd();
    }
    if (event.key === 'ArrowUp' && text === '' && onEditLast) {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <WritingForm
      boxRef={boxRef}
      label={t('message')}
      placeholder={t(clear ? 'writeToClear' : 'writeTo', { name })}
      text={text}
      button={{ icon: 'send', label: t('send'), disabled: held || tooLong || text.trim() === '' }}
      problem={problem}
      above={replyTo !== null && <ReplyBar item={quoted} onCancel={onReplyEnd} />}
      below={left !== null && <RoomLeft left={left} />}
      onWrite={(written) => {
        write({ text: written });
        setProblem(null);
      }}
      onKey={onKey}
      onSubmit={send}
    />
  );
}
