import { storeContract } from '../contract.suite.ts';
import { sqliteUnderTest } from './underTest.suite.ts';

storeContract('sqlite', () => sqliteUnderTest());
storeContract('sqlite, whose index is written after every third entry', () => sqliteUnderTest(3));
