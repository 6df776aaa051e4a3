import { chosenSendKey } from '../session/sendKey.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { t, type WordId } from '../words/words.ts';
import styles from './KeysSheet.module.css';
import { isMac } from './isMac.ts';
import { anywhere, type Combination, keysOf, lineMarks, marking, moving, type Shortcut, writing } from './shortcuts.ts';

const groups = (): readonly (readonly [name: WordId, shortcuts: Readonly<Record<string, Shortcut>>])[] => [
  ['keysAnywhere', anywhere],
  ['keysWriting', writing(chosenSendKey())],
  ['formatting', { ...marking, ...lineMarks }],
  ['keysMoving', moving],
];

/** All keys, made from what acts on them. */
export function KeysSheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t('keys')} wide onClose={onClose}>
      <div className={styles.groups}>
        {groups().map(([name, shortcuts]) => (
          <section key={name} className={styles.group} aria-label={t(name)}>
            <h3>{t(name)}</h3>
            <dl className={styles.keys}>
              {Object.values(shortcuts).map(({ does, combinations }) => (
                <div key={does} className={styles.line}>
                  <dt>{t(does)}</dt>
                  <dd className={styles.combinations}>
                    {combinations.map((combination) => (
                      <Keys key={combination.key} of={combination} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}

function Keys({ of }: { of: Combination }) {
  return (
    <span className={styles.combination}>
      {keysOf(of, isMac).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
