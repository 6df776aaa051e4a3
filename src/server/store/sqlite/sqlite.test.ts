import { storeContract } from '../contract.suite.ts';
import { conversationLogs } from '../contract/conversationLogs.suite.ts';
import { logContract } from '../contract/everyLog.suite.ts';
import { sqliteUnderTest } from './underTest.suite.ts';

storeContract('sqlite', () => sqliteUnderTest());
logContract('sqlite', async () => conversationLogs(await sqliteUnderTest()));

storeContract('sqlite, whose index is written after every third entry', () => sqliteUnderTest(3));
logContract('sqlite, whose index is written after every third entry', async () =>
  conversationLogs(await sqliteUnderTest(3)),
);
