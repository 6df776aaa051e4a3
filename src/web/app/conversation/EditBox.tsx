import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Item } from '../../../client/api.ts';
import { limits } from '../../../protocol/limits.ts';
import { isSend } from '../keys/shortcuts.ts';
import { useClient } from '../session/client.ts';
import { chosenSendKey } from '../session/sendKey.ts';
import { FieldError } from '../ui/Field.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './Composer.module.css';
import { directionOf } from './direction.ts';
import { textOf } from './editable.ts';
import { pressedMarking } from './marking.ts';
import { useGrowth } from './useGrowth.ts';
import { WritingBar } from './WritingBar.tsx';

interface EditBoxProps {
  boxRef: RefObject<HTMLTextAreaElement | null>;
  conversation: string;
  item: Item;
  onEnd: () => void;
}

/** In the place of the composer while one says a message anew; what was begun there waits until this ends. */
export function EditBox({ boxRef, conversation, item, onEnd }: EditBoxProps) {
  const client = useClient();
  const [before] = useState(() => textOf(item));
  const [text, setText] = useState(before);
  const [problem, setProblem] = useState<string | null>(null);
  useGrowth(boxRef, text);
  useEffect(() => {
    const box = boxRef.current;
    box?.focus({ preventScroll: true });
    box?.setSelectionRange(box.value.length, box.value.length);
  }, [boxRef]);

  const save = async (): Promise<void> => {
    const words = text.trim();
    if (words === before.trim()) return onEnd();
    if (words === '') return setProblem(t('editEmpty'));
    if (new TextEncoder().encode(words).length > limits.messageText) return setProblem(t('editTooLong'));
    const outcome = await client.edit(conversation, item.key, words);
    if (outcome.ok) onEnd();
    else setProblem(failureWords(outcome));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || pressedMarking(event.nativeEvent, event.currentTarget)) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      onEnd();
    }
    if (isSend(event, chosenSendKey())) {
      event.preventDefault();
      void save();
    }
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <WritingBar title={t('editing')} line={before} cancel={t('editCancel')} onCancel={onEnd} />
      {problem !== null && <FieldError>{problem}</FieldError>}
      <div className={styles.line}>
        <textarea
          ref={boxRef}
          className={styles.box}
          dir={directionOf(text, document.dir)}
          aria-label={t('editing')}
          rows={1}
          value={text}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
          }}
        />
        <IconButton
          icon="check"
          label={t('save')}
          type="submit"
          className={styles.send}
          // The focus stays in the box, and a phone's keyboard open.
          onPointerDown={(event) => event.preventDefault()}
        />
      </div>
    </form>
  );
}
