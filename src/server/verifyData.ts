import { signedHeadIn } from './auditSigning.ts';
import type { SignedAuditHead } from './core/ports.ts';
import { verifyStore, type Verification } from './core/verification.ts';
import { verifySegments, type StreamsVerification } from './store/segments/verify.ts';
import { heldFileProblems, integrityProblems } from './store/sqlite/integrity.ts';
import { openHeldStore, openSqliteStore } from './store/sqlite/open.ts';
import { systemRandom } from './system.ts';

/** Verifies a data folder that no server has open: the database file first, then all chains in it. */
export async function verifyData(data: string): Promise<Verification> {
  const damage = integrityProblems(data);
  const store = await openSqliteStore({ folder: data, random: systemRandom });
  try {
    const found = await verifyStore(store, signedHeadIn(data));
    return { ...found, problems: [...damage, ...found.problems] };
  } finally {
    await store.close();
  }
}

/** The files of machines' streams, of a running server too: nothing is locked and nothing changed. */
export const verifyStreams = (data: string): Promise<StreamsVerification> => verifySegments(data);

/** The database file of a running server that holds it still, looked at from here: the server goes on. */
export const verifyHeldFile = (data: string): readonly string[] => heldFileProblems(data);

/**
 * Database and chains of a folder whose server holds the file still, looked at from a thread of that server. Nobody waits.
 * @param signed the audit log's signed head as it was before: the log may have grown since
 */
export async function verifyHeldData(data: string, signed: SignedAuditHead | null | undefined): Promise<Verification> {
  const damage = heldFileProblems(data);
  const store = openHeldStore(data, systemRandom);
  try {
    const found = await verifyStore(store, signed);
    return { ...found, problems: [...damage, ...found.problems] };
  } finally {
    await store.close();
  }
}
