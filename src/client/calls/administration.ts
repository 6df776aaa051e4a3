import {
  actOnMachine,
  enrolMachine,
  getOverview,
  listAllRooms,
  listAudit,
  listMachines,
  removeRoom,
  revokeMachine,
} from '../../protocol/api/admin.ts';
import {
  actOnPerson,
  createInvitation,
  listLinks,
  listPeople,
  listPersonDevices,
  logoutPerson,
  removePerson,
  resetPerson,
  revokeLink,
} from '../../protocol/api/adminPeople.ts';
import type { Administration } from '../administration.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act, attempt } from '../outcome.ts';

export function administrationCalls({ server }: CurrentAccount): Administration {
  return {
    overview: () => attempt(async () => ({ overview: await server.call(getOverview) })),
    people: (asked = {}) => attempt(() => server.call(listPeople, { query: asked })),
    actOnPerson: (username, what) =>
      attempt(async () => ({ person: await server.call(actOnPerson, { body: { username, act: what } }) })),
    removePerson: (username) => act(() => server.call(removePerson, { body: { username } })),
    resetPerson: (username) => attempt(() => server.call(resetPerson, { body: { username } })),
    personDevices: (username) => attempt(() => server.call(listPersonDevices, { params: { username } })),
    logoutPerson: (username, device) =>
      act(() => server.call(logoutPerson, { body: { username, ...(device !== undefined && { device }) } })),
    links: () => attempt(() => server.call(listLinks)),
    invite: () => attempt(() => server.call(createInvitation, { body: {} })),
    revokeLink: (id) => act(() => server.call(revokeLink, { body: { id } })),
    machines: (after) => attempt(() => server.call(listMachines, { query: after === undefined ? {} : { after } })),
    enrolMachine: (machine) => attempt(() => server.call(enrolMachine, { body: { machine } })),
    actOnMachine: (machine, what) => act(() => server.call(actOnMachine, { body: { machine, act: what } })),
    revokeMachine: (machine) => attempt(() => server.call(revokeMachine, { body: { machine } })),
    allRooms: () => attempt(() => server.call(listAllRooms)),
    removeRoom: (room) => act(() => server.call(removeRoom, { body: { room } })),
    audit: (before) => attempt(() => server.call(listAudit, { query: before === undefined ? {} : { before } })),
  };
}
