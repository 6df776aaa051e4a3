import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Item } from '../../../client/api.ts';
import { limits } from '../../../protocol/limits.ts';
import { useClient } from '../session/client.ts';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { textOf } from './editable.ts';
import { WritingBar } from './WritingBar.tsx';
import { WritingForm } from './WritingForm.tsx';

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

  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onEnd();
  };

  return (
    <WritingForm
      boxRef={boxRef}
      label={t('editing')}
      text={text}
      button={{ icon: 'check', label: t('save') }}
      problem={problem}
      above={<WritingBar title={t('editing')} line={before} cancel={t('editCancel')} onCancel={onEnd} />}
      onWrite={(written) => {
        setText(written);
        setProblem(null);
      }}
      onKey={onKey}
      onSubmit={save}
    />
  );
}
