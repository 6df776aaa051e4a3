import { type ReactNode, useRef } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useLayer } from '../session/layers.ts';
import { t } from '../words/words.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Sheet.module.css';
import { classes } from './classes.ts';
import { useKeptFocus } from './useKeptFocus.ts';

interface SheetProps {
  title: string;
  /** It asks something: its answers close it, and there is no cross beside them. */
  asks?: boolean;
  /** For what has long lines. */
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog: takes the focus, keeps it, gives it back; Escape and a press beside it close it. */
export function Sheet({ title, asks = false, wide = false, onClose, children }: SheetProps) {
  const sheet = useRef<HTMLElement>(null);
  useKeptFocus(sheet);
  useLayer(true, onClose);
  return (
    <ModalOverlay className={styles.shade ?? ''} isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={classes(styles.modal, wide && styles.wide)}>
        <Dialog ref={sheet} className={styles.sheet ?? ''}>
          <header className={styles.head}>
            <Heading slot="title" level={2} className={styles.title ?? ''}>
              {title}
            </Heading>
            {!asks && <IconButton icon="close" label={t('close')} onClick={onClose} />}
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export function SheetActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

export function SheetText({ children }: { children: ReactNode }) {
  return <p className={styles.text}>{children}</p>;
}
