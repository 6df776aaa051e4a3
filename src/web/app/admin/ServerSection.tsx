import type { Overview } from '../../../protocol/api/admin.ts';
import { Section } from '../settings/Section.tsx';
import { sizeWords } from '../words/number.ts';
import { momentOfDay } from '../words/time.ts';
import { t, type WordId } from '../words/words.ts';
import styles from './Overview.module.css';

type Fact = readonly [name: WordId, words: string, tone?: 'warn' | false];

/** What the server uses, and whether it is well. */
export function ServerSection({ storage, health }: Pick<Overview, 'storage' | 'health'>) {
  const { version, startedAt } = health;
  return (
    <Section title={t('serverSection')} text={t('serverSince', { version, date: momentOfDay(startedAt) })}>
      <dl className={styles.facts}>
        {[...stored(storage), ...well(health)].map(([name, words, tone]) => (
          <Fact key={name} name={name} words={words} tone={tone} />
        ))}
      </dl>
    </Section>
  );
}

function Fact({ name, words, tone }: { name: WordId; words: string; tone: Fact[2] }) {
  return (
    <>
      <dt>{t(name)}</dt>
      <dd data-tone={tone || undefined}>{words}</dd>
    </>
  );
}

/** Less than this is soon used up. */
const LITTLE = 1_000_000_000;

const stored = ({ database, streams, index, backups, free }: Overview['storage']): Fact[] => [
  ['storageDatabase', sizeWords(database)],
  ['storageStreams', sizeWords(streams)],
  ['storageIndex', sizeWords(index)],
  ['storageBackups', sizeWords(backups)],
  ['storageFree', sizeWords(free), free < LITTLE && 'warn'],
];

function well(health: Overview['health']): Fact[] {
  const { store, memory, connections, https, mail, confined } = health;
  return [
    ['healthStore', t(store ? 'healthStoreGood' : 'healthStoreBad'), !store && 'warn'],
    ['healthMemory', sizeWords(memory)],
    ['healthConnections', t('healthConnectionsOf', { ...connections })],
    ['healthHttps', t(https ? 'healthHttpsOn' : 'healthHttpsOff')],
    ['healthMail', t(mail ? 'healthMailOn' : 'healthMailOff')],
    ['healthBackup', ...backupWords(health)],
    ['healthConfined', t(confined ? 'healthConfinedOn' : 'healthConfinedOff'), !confined && 'warn'],
  ];
}

function backupWords({ lastBackup, verifiedBackup, backupsFail }: Overview['health']): [string, 'warn' | false] {
  if (backupsFail && verifiedBackup === null) return [t('healthBackupsFail'), 'warn'];
  if (backupsFail && verifiedBackup !== null)
    return [t('healthBackupsFailSince', { date: momentOfDay(verifiedBackup) }), 'warn'];
  if (lastBackup === null) return [t('healthNoBackup'), 'warn'];
  const date = momentOfDay(lastBackup);
  return [verifiedBackup !== null && verifiedBackup >= lastBackup ? t('healthBackupGood', { date }) : date, false];
}
