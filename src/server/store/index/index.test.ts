import { indexContract } from './contract.suite.ts';
import { openRecordIndex } from './open.ts';
import { PlainIndex } from './plain.suite.ts';

const report = (error: Error): void => {
  throw error;
};

indexContract('SQLite in a thread', (_streams, folder) => openRecordIndex({ folder, report }));
indexContract('reading everything', (streams) => new PlainIndex(streams));
