import { useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useLayer } from '../session/layers.ts';
import { Icon, type IconName } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './Menu.module.css';
import { classes } from './classes.ts';

export interface MenuEntry {
  readonly icon: IconName;
  readonly words: string;
  readonly act: () => void;
  readonly danger?: boolean;
}

interface MenuProps {
  /** Name of the button that opens it. */
  label: string;
  entries: readonly MenuEntry[];
}

/** What is done more seldom, behind one button. Arrows and first letters lead through it; Escape and leaving it close it. */
export function Menu({ label, entries }: MenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) list.current?.querySelector('button')?.focus();
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useLayer(open, () => setOpen(false));
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = list.current && nextOf(list.current, event.key);
    if (event.key !== 'Escape' && !next) return;
    event.preventDefault();
    event.stopPropagation();
    if (next) next.focus();
    else close();
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!currentTarget.contains(relatedTarget)) setOpen(false);
  };
  return (
    <div className={styles.place} onBlur={onBlur}>
      <IconButton
        ref={button}
        icon="dots"
        label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <div
          ref={list}
          id={id}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          className={styles.menu}
          onKeyDown={onKeyDown}
        >
          {entries.map(({ icon, words, act, danger = false }) => (
            <button
              key={words}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={classes(styles.entry, danger && styles.danger)}
              onClick={() => {
                close();
                act();
              }}
            >
              <Icon name={icon} size={18} />
              {words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** The entry that a key leads to. */
function nextOf(list: HTMLElement, key: string): HTMLElement | undefined {
  const entries = [...list.querySelectorAll('button')];
  const at = entries.findIndex((entry) => entry === document.activeElement);
  if (key === 'ArrowDown') return entries[(at + 1) % entries.length];
  if (key === 'ArrowUp') return entries.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return entries[0];
  if (key === 'End') return entries.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const after = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  return after.find((entry) => entry.textContent.toLocaleLowerCase().startsWith(key.toLocaleLowerCase()));
}
