import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Item } from '../../../client/api.ts';
import { limits } from '../../../protocol/limits.ts';
import { useClient } from '../session/client.ts';
import { isSend } from '../keys/shortcuts.ts';
import { chosenSendKey } from '../session/sendKey.ts';
import type { OpenDraft } from '../session/useDraft.ts';
import { FieldError } from '../ui/Field.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './Composer.module.css';
import { ReplyBar } from './ReplyBar.tsx';
import { RoomLeft } from './RoomLeft.tsx';
import { directionOf } from './direction.ts';
import { pressedMarking } from './marking.ts';
import { charactersLeft } from './room.ts';
import { useGrowth } from './useGrowth.ts';

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
  const placeholder = t(clear ? 'writeToClear' : 'writeTo', { name });
  useGrowth(boxRef, text || placeholder);
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

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || pressedMarking(event.nativeEvent, event.currentTarget)) return;
    if (event.key === 'Escape' && replyTo !== null) {
      event.stopPropagation();
      onReplyEnd();
    }
    if (event.key === 'ArrowUp' && text === '' && onEditLast) {
      event.preventDefault();
      onEditLast();
    }
    if (isSend(event, chosenSendKey())) {
      event.preventDefault();
      void send();
    }
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {replyTo !== null && <ReplyBar item={quoted} onCancel={onReplyEnd} />}
      {problem !== null && <FieldError>{problem}</FieldError>}
      <div className={styles.line}>
        <textarea
          ref={boxRef}
          className={styles.box}
          dir={directionOf(text, document.dir)}
          aria-label={t('message')}
          placeholder={placeholder}
          rows={1}
          value={text}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            write({ text: event.target.value });
            setProblem(null);
          }}
        />
        <IconButton
          icon="send"
          label={t('send')}
          type="submit"
          className={styles.send}
          disabled={held || tooLong || text.trim() === ''}
          // The focus stays in the box, and a phone's keyboard open.
          onPointerDown={(event) => event.preventDefault()}
        />
      </div>
      {left !== null && <RoomLeft left={left} />}
    </form>
  );
}
