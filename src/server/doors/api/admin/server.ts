import { routes } from '../../../../protocol/routes.ts';
import type { AdministeredMachines } from '../../../core/administration/machines.ts';
import type { OverviewOfAll } from '../../../core/administration/overview.ts';
import type { AuditLog } from '../../../core/auditLog.ts';
import type { Machines } from '../../../core/machines/machines.ts';
import type { Rates } from '../../../core/rates.ts';
import type { Rooms } from '../../../core/rooms.ts';
import { forAdmins } from './forAdmins.ts';

export interface OfServer {
  readonly administeredMachines: AdministeredMachines;
  readonly auditLog: AuditLog;
  readonly machines: Machines;
  readonly overview: OverviewOfAll;
  readonly rooms: Pick<Rooms, 'remove'>;
  readonly rates: Rates;
}

/** Machines, rooms, how the server is, and what was done on it. */
export function serverEndpoints({ administeredMachines, auditLog, machines, overview, rooms, rates }: OfServer) {
  const endpoint = forAdmins(rates);
  return {
    listMachines: endpoint(routes.listMachines, ({ query }) => administeredMachines.page(query.after)),
    enrolMachine: endpoint(routes.enrolMachine, async ({ body }, actor) => {
      const { name: machine, code, expiresAt } = await machines.enrol(body.machine, actor);
      return { machine, code, expiresAt };
    }),
    actOnMachine: endpoint(routes.actOnMachine, ({ body }, actor) =>
      machines.setDisabled(body.machine, body.act === 'disable', actor),
    ),
    revokeMachine: endpoint(routes.revokeMachine, async ({ body }, actor) => ({
      revoked: await machines.revokeTokens(body.machine, null, actor),
    })),
    listAllRooms: endpoint(routes.listAllRooms, async () => ({ rooms: await overview.rooms() })),
    removeRoom: endpoint(routes.removeRoom, ({ body }, actor) => rooms.remove(body.room, actor)),
    getOverview: endpoint(routes.getOverview, () => overview.all()),
    exportAudit: endpoint(routes.exportAudit, () => ({
      name: 'audit.jsonl',
      batches: auditLog.whole(),
      ended: () => undefined,
    })),
    listAudit: endpoint(routes.listAudit, ({ query }) => auditLog.page(query.before)),
  };
}
