import type { Client, LinkingView, Outcome } from '../../client/api.ts';
import { Failed, failureOf } from '../../client/outcome.ts';
import { Refused, Unreachable } from '../../client/server.ts';
import type { Accounts, LinkSteps } from '../../tui/accounts.ts';
import { openDevice, stateOf } from './device.ts';
import { enter, unknownPassword } from './entering.ts';
import { accountsIn } from '../remote/folders.ts';
import { ask, type Place } from '../remote/http.ts';

/** The accounts of one server on this machine, each with a folder of its own. @param agent socket of the SSH agent */
export function accountsOn(place: Place, folder: string, agent: string | null): Accounts {
  const open = (name: string) => openDevice(place, folder, name);

  return {
    names: () => accountsIn(folder),

    isServed: () =>
      ask(place, '/healthz', { method: 'GET' }).then(
        () => true,
        () => false,
      ),

    async register(name, password) {
      const device = await open(name);
      if (!device) return { ok: false, code: 'in_use' };
      if (await device.current()) return device.giveUp({ ok: false, code: 'username_taken' });
      const client = await device.start('out');
      const registered = await client.register({ username: name, password: password || unknownPassword() });
      if (!registered.ok) return device.giveUp(registered);
      const { recoveryCode } = registered;
      const waits = (await stateOf(client, ({ phase, ended }) => phase === 'in' || ended !== null)).phase === 'out';
      if (waits) device.giveUp(registered);
      return { ok: true, account: waits ? null : await device.opened(), recoveryCode };
    },

    async login(name, by, steps) {
      const device = await open(name);
      if (!device) return { ok: false, code: 'in_use' };
      try {
        const entered = await enter(device, { name, by, agent }, steps);
        if (!entered.ok) return device.giveUp(entered);
        return { ...entered, account: await device.opened() };
      } catch (error) {
        device.giveUp({});
        const isFailure = error instanceof Failed || error instanceof Refused || error instanceof Unreachable;
        if (isFailure) return failureOf(error);
        throw error;
      }
    },

    async link(name, steps) {
      const device = await open(name);
      if (!device) return { ok: false, code: 'in_use' };
      const client = await device.start('out');
      const linked = await linking(client, name, {
        ...steps,
        code: (code, path) => steps.code(code, place.origin + path),
      });
      if (!linked.ok) return device.giveUp(linked);
      // Whoever scans the code may do so with any account.
      const { self } = await stateOf(client, () => true);
      if (self?.username === name) return { ok: true, account: await device.opened() };
      await client.logout();
      return device.giveUp({ ok: false, code: 'invalid_credentials' });
    },
  };
}

async function linking(client: Client, name: string, steps: LinkSteps): Promise<Outcome> {
  const started = await client.startLinking();
  if (!started.ok) return started;
  const next = async (holds: (view: LinkingView) => boolean) =>
    stateOf(
      client,
      ({ phase, linking: view }) => phase === 'in' || (view !== null && (view.failure !== null || holds(view))),
    );
  const { linking: waiting } = await next(() => true);
  if (waiting) steps.code(waiting.code, waiting.link);
  const { linking: met } = await next(({ number }) => number !== null);
  if (met?.number && met.failure === null) {
    const isSame = met.username === name && (await steps.isSame(met.number));
    if (!isSame) return { ok: false, code: 'invalid_credentials' };
    await client.confirmLinking();
  }
  const { linking: end } = await next(() => false);
  return end?.failure ? { ok: false, code: end.failure } : { ok: true };
}
