import { useState } from 'react';
import type { Item, PersonView, Reaction } from '../../../client/api.ts';
import { numberWords } from '../words/number.ts';
import { t } from '../words/words.ts';
import styles from './ReactionBar.module.css';

/** So many kinds are shown before one asks for the rest. */
const SHOWN = 20;
const NAMED = 20;

interface ReactionBarProps {
  item: Item;
  reachable: boolean;
  /** Null: nothing can be put there at the moment. */
  onReact: ((item: Item, emoji: string, on: boolean) => void) | null;
}

/** The emoji on a message; a press puts one's own to it, or takes it off. */
export function ReactionBar({ item, reachable, onReact }: ReactionBarProps) {
  const [all, setAll] = useState(false);
  const { reactions } = item;
  const shown = all ? reactions : reactions.slice(0, SHOWN);
  const more = reactions.length - shown.length;
  const tabIndex = reachable ? 0 : -1;
  return (
    <ul className={styles.bar} aria-label={t('reactions')}>
      {shown.map((reaction) => (
        <li key={reaction.emoji}>
          <button
            type="button"
            className={styles.chip}
            aria-pressed={reaction.mine}
            title={namesOf(reaction)}
            tabIndex={tabIndex}
            disabled={onReact === null}
            onClick={() => onReact?.(item, reaction.emoji, !reaction.mine)}
          >
            <span className={styles.emoji}>{reaction.emoji}</span>
            {reaction.people.length > 1 && <span>{numberWords(reaction.people.length)}</span>}
            <span className="unseen">{namesOf(reaction)}</span>
          </button>
        </li>
      ))}
      {more > 0 && (
        <li>
          <button type="button" className={styles.chip} tabIndex={tabIndex} onClick={() => setAll(true)}>
            +{numberWords(more)}
            <span className="unseen">{t('reactionsShow', { count: more })}</span>
          </button>
        </li>
      )}
    </ul>
  );
}

function namesOf({ people }: Reaction): string {
  const names = people.slice(0, NAMED).map(({ displayName }: PersonView) => displayName);
  const rest = people.length - names.length;
  return [...names, ...(rest > 0 ? [`+${numberWords(rest)}`] : [])].join(', ');
}
