import type { ReactNode } from 'react';
import type { ConversationView } from '../../../client/api.ts';
import { goBackTo } from '../session/location.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { t } from '../words/words.ts';
import header from './ConversationHeader.module.css';
import styles from './ConversationPane.module.css';
import { LogShape } from './LogShape.tsx';
import { MessageLog } from './MessageLog.tsx';
import own from './ToldPane.module.css';

interface ToldPaneProps {
  /** Beside the name. */
  sign: ReactNode;
  name: string;
  about?: string;
  /** Who else can read it. */
  openTo: string;
  actions: ReactNode;
  /** Null: not here yet. */
  view: ConversationView | null;
  /** The message that the address leads to. */
  target: string | null;
  /** Where the box for a message would be. */
  note: ReactNode;
}

const nothing = (): void => {};

/** What the server tells by itself. Nobody writes there. */
export function ToldPane({ sign, name, about, openTo, actions, view, target, note }: ToldPaneProps) {
  return (
    <section className={styles.pane} aria-labelledby="conversation-heading">
      <header className={header.header}>
        <IconButton icon="back" label={t('back')} className={header.back} onClick={() => goBackTo('/')} />
        {sign}
        <div className={header.who}>
          <div className={header.names}>
            <h1 id="conversation-heading">{name}</h1>
            {about !== undefined && <span className={header.handle}>{about}</span>}
          </div>
          <p className={header.sealed} data-sealed={false}>
            <Icon name="unlocked" size={14} />
            {openTo}
          </p>
        </div>
        <div className={header.actions}>{actions}</div>
      </header>
      {view === null ? <LogShape /> : <MessageLog view={view} target={target} onReply={nothing} onDelete={nothing} />}
      <p className={own.note}>{note}</p>
    </section>
  );
}
