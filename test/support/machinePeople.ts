import { newMember, type Member } from './member.ts';
import { bootServer, type TestServer } from './server.ts';

/** A server where machines enrol themselves, with an admin and two others. */
export interface MachinePeople {
  readonly server: TestServer;
  readonly amara: Member;
  readonly bram: Member;
  readonly mallory: Member;
}

export async function bootWithPeople(): Promise<MachinePeople> {
  const server = await bootServer();
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  const amara = await newMember(server.origin, 'amara', { setup, openRegistration: true });
  const bram = await newMember(server.origin, 'bram');
  const mallory = await newMember(server.origin, 'mallory');
  return { server, amara, bram, mallory };
}
