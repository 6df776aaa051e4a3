import { streamContract } from './contract.suite.ts';
import { segmentsUnderTest } from './underTest.suite.ts';

streamContract('files', () => segmentsUnderTest());

const narrow = { waiting: { bytes: 16 * 1024 * 1024, records: 100_000 }, ids: 0, awake: 1 };
streamContract('files, of which one at a time is open', () => segmentsUnderTest({ bounds: narrow }));
