import { type ChangeEvent, useRef, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useLayer } from '../session/layers.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { t } from '../words/words.ts';
import styles from './ReactionPicker.module.css';
import { emojiNamed, usual } from './emoji.ts';
import { useGridKeys } from './useGridKeys.ts';

interface ReactionPickerProps {
  /** What it stands beside. */
  anchor: Element;
  onPick: (emoji: string) => void;
  onClose: () => void;
}

/** A few emoji at hand, and many more behind a button. */
export function ReactionPicker({ anchor, onPick, onClose }: ReactionPickerProps) {
  const [all, setAll] = useState(false);
  useLayer(true, onClose);
  return (
    <Popover
      className={styles.picker ?? ''}
      triggerRef={{ current: anchor }}
      placement="top"
      isOpen
      onOpenChange={(open) => !open && onClose()}
    >
      <Dialog className={styles.dialog ?? ''} aria-label={t('react')}>
        {all ? <ManyEmoji onPick={onPick} /> : <UsualEmoji onPick={onPick} onMore={() => setAll(true)} />}
      </Dialog>
    </Popover>
  );
}

type OnPick = ReactionPickerProps['onPick'];

function UsualEmoji({ onPick, onMore }: { onPick: OnPick; onMore: () => void }) {
  const grid = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={grid}
      className={styles.usual}
      role="toolbar"
      tabIndex={-1}
      aria-label={t('react')}
      onKeyDown={useGridKeys(grid)}
    >
      {usual.map((emoji, index) => (
        <EmojiButton key={emoji} emoji={emoji} first={index === 0} focused={index === 0} onPick={onPick} />
      ))}
      <IconButton icon="more" label={t('reactMore')} tabIndex={-1} onClick={onMore} />
    </div>
  );
}

function ManyEmoji({ onPick }: { onPick: OnPick }) {
  const grid = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const onKeyDown = useGridKeys(grid);
  const found = emojiNamed(typed);
  return (
    <>
      <input
        className={styles.search}
        type="search"
        aria-label={t('reactSearch')}
        placeholder={t('reactSearch')}
        // eslint-disable-next-line jsx-a11y/no-autofocus -- who asked for more wants to find one
        autoFocus={matchMedia('(pointer: fine)').matches}
        value={typed}
        onChange={(event: ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || typed.trim() === '' || found[0] === undefined) return;
          event.preventDefault();
          onPick(found[0]);
        }}
      />
      <div
        ref={grid}
        className={styles.grid}
        role="toolbar"
        tabIndex={-1}
        aria-label={t('reactMore')}
        onKeyDown={onKeyDown}
      >
        {found.map((emoji, index) => (
          <EmojiButton key={emoji} emoji={emoji} first={index === 0} onPick={onPick} />
        ))}
      </div>
      {found.length === 0 && (
        <p className={styles.none} role="status">
          {t('reactNone')}
        </p>
      )}
    </>
  );
}

interface EmojiButtonProps {
  emoji: string;
  /** Tab stops at it; arrows go on from there. */
  first: boolean;
  focused?: boolean;
  onPick: OnPick;
}

function EmojiButton({ emoji, first, focused = false, onPick }: EmojiButtonProps) {
  return (
    <button
      type="button"
      className={styles.emoji}
      tabIndex={first ? 0 : -1}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- the keys go on in what was just opened
      autoFocus={focused}
      onClick={() => onPick(emoji)}
    >
      {emoji}
    </button>
  );
}
