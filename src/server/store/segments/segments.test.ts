import { logContract } from '../contract/everyLog.suite.ts';
import { streamContract } from './contract.suite.ts';
import { streamLogs } from './streamLogs.suite.ts';
import { segmentsUnderTest } from './underTest.suite.ts';

streamContract('files', () => segmentsUnderTest());
logContract('files', async () => streamLogs(segmentsUnderTest()));

const narrow = { waiting: { bytes: 16 * 1024 * 1024, records: 100_000 }, ids: 0, awake: 1 };
streamContract('files, of which one at a time is open', () => segmentsUnderTest({ bounds: narrow }));
logContract('files, of which one at a time is open', async () => streamLogs(segmentsUnderTest({ bounds: narrow })));
