import { storeContract } from '../contract.suite.ts';
import { sqliteUnderTest } from './underTest.suite.ts';

storeContract('sqlite', sqliteUnderTest);
