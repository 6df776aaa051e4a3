import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { isSend } from '../keys/shortcuts.ts';
import { chosenSendKey } from '../session/sendKey.ts';
import { FieldError } from '../ui/Field.tsx';
import type { IconName } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { directionOf } from './direction.ts';
import { pressedMarking } from './marking.ts';
import { useGrowth } from './useGrowth.ts';
import styles from './WritingForm.module.css';

interface WritingFormProps {
  boxRef: RefObject<HTMLTextAreaElement | null>;
  /** Of the box, for those who do not see it. */
  label: string;
  placeholder?: string;
  text: string;
  button: { icon: IconName; label: string; disabled?: boolean };
  problem: string | null;
  above: ReactNode;
  below?: ReactNode;
  onWrite: (text: string) => void;
  /** Keys that neither mark words nor belong to an input method; whether one of them sends is looked at afterwards. */
  onKey: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onSubmit: () => Promise<void>;
}

/** A box that grows with what is written in it, and the button that sends it off: by hand, or by the key that sends. */
export function WritingForm(props: WritingFormProps) {
  const { boxRef, label, placeholder = '', text, button, problem, above, below, onWrite, onKey, onSubmit } = props;
  useGrowth(boxRef, text || placeholder);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || pressedMarking(event.nativeEvent, event.currentTarget)) return;
    onKey(event);
    if (!isSend(event, chosenSendKey())) return;
    event.preventDefault();
    void onSubmit();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {above}
      {problem !== null && <FieldError>{problem}</FieldError>}
      <div className={styles.line}>
        <textarea
          ref={boxRef}
          className={styles.box}
          dir={directionOf(text, document.dir)}
          aria-label={label}
          placeholder={placeholder}
          rows={1}
          value={text}
          onKeyDown={onKeyDown}
          onChange={(event) => onWrite(event.target.value)}
        />
        <IconButton
          icon={button.icon}
          label={button.label}
          type="submit"
          className={styles.send}
          disabled={button.disabled}
          // The focus stays in the box, and a phone's keyboard open.
          onPointerDown={(event) => event.preventDefault()}
        />
      </div>
      {below}
    </form>
  );
}
