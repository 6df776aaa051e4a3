import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../core/ports.ts';
import { accountPromises } from './contract/accounts.suite.ts';
import { alertPromises } from './contract/alerts.suite.ts';
import { auditPromises } from './contract/audit.suite.ts';
import { certificatePromises } from './contract/certificates.suite.ts';
import { completionPromises } from './contract/completion.suite.ts';
import { contactPromises } from './contract/contacts.suite.ts';
import { conversationPromises } from './contract/conversations.suite.ts';
import { deletionPromises } from './contract/deletion.suite.ts';
import { expiryPromises } from './contract/expiry.suite.ts';
import { epochPromises } from './contract/epochs.suite.ts';
import { followerPromises } from './contract/followers.suite.ts';
import { keyPromises } from './contract/keys.suite.ts';
import { logPromises } from './contract/log.suite.ts';
import { machinePromises } from './contract/machines.suite.ts';
import { pushPromises } from './contract/push.suite.ts';
import { roomPromises } from './contract/rooms.suite.ts';
import { pagePromises } from './contract/pages.suite.ts';
import { commentPromises } from './contract/comments.suite.ts';
import { peoplePromises } from './contract/people.suite.ts';
import { sessionPromises } from './contract/sessions.suite.ts';
import { sshKeyPromises } from './contract/sshKeys.suite.ts';
import { slotPromises } from './contract/slots.suite.ts';
import { threadPromises } from './contract/threads.suite.ts';
import type { Given, StoreFactory, StoreUnderTest } from './contract/world.suite.ts';

/** Every promise of a store (`core/ports.ts`), numbered; every store passes them all. */
export function storeContract(name: string, factory: StoreFactory): void {
  describe(`the contract of a store: ${name}`, () => {
    let under: StoreUnderTest;
    let store: Store;
    const given: Given = {
      get store() {
        return store;
      },
      get under() {
        return under;
      },
    };

    beforeEach(async () => {
      under = await factory();
      store = await under.open();
    });

    afterEach(async () => {
      await store.close();
      await under.discard();
    });

    describe('accounts', () => {
      accountPromises(given);
    });
    describe('sessions and links', () => {
      sessionPromises(given);
    });
    describe('certificates', () => {
      certificatePromises(given);
    });
    describe('SSH keys', () => {
      sshKeyPromises(given);
    });
    describe('push subscriptions', () => {
      pushPromises(given);
    });
    describe('keys for an account without', () => {
      completionPromises(given);
    });
    describe('keys', () => {
      keyPromises(given);
    });
    describe('conversations', () => {
      conversationPromises(given);
    });
    describe('rooms', () => {
      roomPromises(given);
    });
    describe('people', () => {
      peoplePromises(given);
    });
    describe('pages', () => {
      pagePromises(given);
    });
    describe('logs', () => {
      logPromises(given);
    });
    describe('epochs', () => {
      epochPromises(given);
    });
    describe('slots that are asked for', () => {
      slotPromises(given);
    });
    describe('alerts of machines', () => {
      alertPromises(given);
    });
    describe('contacts', () => {
      contactPromises(given);
    });
    describe('followers of machines', () => {
      followerPromises(given);
    });
    describe('machines', () => {
      machinePromises(given);
    });
    describe('public threads', () => {
      threadPromises(given);
    });
    describe('comments', () => {
      commentPromises(given);
    });
    describe('deletion', () => {
      deletionPromises(given);
      expiryPromises(given);
    });
    describe('switches and audit', () => {
      auditPromises(given);
    });
  });
}
