import { streamContract } from './contract.suite.ts';
import { segmentsUnderTest } from './underTest.suite.ts';

streamContract('files', () => segmentsUnderTest());
