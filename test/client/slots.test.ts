import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Epoch } from '../../src/protocol/api/conversations.ts';
import { askForSlot } from '../../src/protocol/api/slots.ts';
import { listEpochs } from '../../src/protocol/api/conversations.ts';
import { Server } from '../../src/client/server.ts';
import { adminLink } from '../support/admin.ts';
import { type Network, openDevice } from '../support/device.ts';
import { newPerson, online, say, talking } from '../support/people.ts';
import { Cookies } from '../support/raw.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

/** What a maker who sealed to a wrong key, or a server that lost a slot, comes to: the first epoch's own slot is another. */
function spoil(network: Network, what: (epoch: Epoch) => Partial<Epoch>): void {
  network.lie = (path, answer) => {
    if (!path.includes('/epochs')) return answer;
    const { epochs } = answer as { epochs?: Epoch[] };
    return epochs
      ? { epochs: epochs.map((epoch) => (epoch.number === 1 ? { ...epoch, ...what(epoch) } : epoch)) }
      : answer;
  };
}
const garbled = ({ sealed }: { sealed: string | null }) => sealed && `AQ${sealed.slice(2).replaceAll('A', 'B')}`;

test('[E13] a slot that does not fit: the account makes the next epoch and says so, and another member seals it anew', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  spoil(amara.network, (epoch) => ({ sealed: garbled(epoch) }));
  await say(bram, id, 'under a key that did not come');
  await here.until(() => here.texts().includes('under a key that did not come'), 'the message');
  await amara.until(({ alarms }) => alarms.some(({ kind }) => kind === 'slot_replaced'), 'a plain line');
  expect(amara.state().alarms).toMatchObject([{ kind: 'slot_replaced', about: { username: 'bram' } }]);
  expect(here.view()?.waiting).toBe(null);
  await say(bram, id, 'under the next');
  await here.until(() => here.texts().includes('under the next'), 'the next message');
  await say(amara, id, 'and back');
  await there.until(() => there.texts().join() === 'under a key that did not come,under the next,and back', 'all');
  amara.close();
  bram.close();
});

test('[E13] a slot that is lost while nobody else is there is given once somebody comes', async () => {
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const [here, there, id] = await talking(cato, dora);
  cato.network.cut();
  await cato.until(({ connection }) => connection === 'offline', 'offline');
  await say(dora, id, 'nobody is there');
  await there.until(() => there.item('nobody is there').seq !== null, 'stored');
  dora.close();
  spoil(cato.network, () => ({ sealed: null }));
  cato.network.restore();
  cato.client.hurry();
  await cato.until(({ alarms }) => alarms.some(({ kind }) => kind === 'slot_replaced'), 'it is asked for');
  expect(here.texts()).toEqual([]);
  const again = openDevice(server.origin, dora.storages);
  await online(again);
  await here.until(() => here.texts().includes('nobody is there'), 'the message');
  cato.close();
  again.close();
});

test('[E13] a slot that was sealed anew and does not fit changes nothing, and is not asked for again and again', async () => {
  const [eva, finn] = [await newPerson(server.origin, 'eva'), await newPerson(server.origin, 'finn')];
  const [here, , id] = await talking(eva, finn);
  let asked = 0;
  eva.network.onTraffic = (text) => {
    if (text.includes('/slots/asked {')) asked += 1;
  };
  let resealed = 0;
  spoil(eva.network, (epoch) => {
    if (epoch.resealed) resealed += 1;
    return {
      sealed: garbled(epoch),
      resealed: epoch.resealed && { ...epoch.resealed, sealed: garbled(epoch.resealed) ?? '' },
    };
  });
  await say(finn, id, 'this one stays closed');
  await eva.until(({ alarms }) => alarms.some(({ kind }) => kind === 'slot_replaced'), 'a plain line');
  await expect.poll(() => resealed).toBeGreaterThan(0);
  await say(finn, id, 'and this one opens');
  await here.until(() => here.texts().includes('and this one opens'), 'the next message');
  await say(eva, id, 'nothing waits');
  await here.until(() => here.item('nothing waits').seq !== null, 'stored');
  expect(here.texts()).toEqual(['and this one opens', 'nothing waits']);
  expect(asked).toBe(1);
  eva.close();
  finn.close();
});

test('[E13] nothing of before a reset is sealed to the new identity, accepted or not', async () => {
  const [gil, hana] = [await newPerson(server.origin, 'gil'), await newPerson(server.origin, 'hana')];
  const [here, there, id] = await talking(gil, hana);
  await say(hana, id, 'for the first Gil');
  await here.until(() => here.texts().includes('for the first Gil'), 'the message');
  gil.close();
  const anew = openDevice(server.origin);
  const token = await adminLink(server, { act: 'reset', name: 'gil' });
  expect(await anew.client.reset(token, 'a wholly new beginning')).toMatchObject({ ok: true });
  await online(anew);
  // The thief asks by hand: an honest client would not.
  const api = new Server(Object.assign(new Cookies(server.origin), { cookie: cookieOf(anew.storages.cookies) }));
  await api.call(askForSlot, { params: { conversation: id }, body: { number: 1 } });
  await there.until(({ waiting }) => waiting === 'identity_changed', 'the change is shown');
  await hana.client.acceptIdentity(there.view()?.with.account ?? '');
  await say(hana, id, 'for the second one');
  const now = anew.conversation(id);
  await now.until(() => now.texts().includes('for the second one'), 'what came after');
  hana.close();
  const again = openDevice(server.origin, hana.storages);
  let looked = false;
  again.network.onTraffic = (text) => {
    if (text.includes('"asked":[{')) looked = true;
  };
  await online(again);
  await expect.poll(() => looked).toBe(true);
  await say(again, id, 'seen, and not given');
  await now.until(() => now.texts().includes('seen, and not given'), 'one message more');
  const { epochs } = await api.call(listEpochs, { params: { conversation: id }, query: { after: 0 } });
  expect(epochs[0]).toMatchObject({ number: 1, resealed: null });
  expect(now.texts()).not.toContain('for the first Gil');
  anew.close();
  again.close();
});

const cookieOf = (cookies: ReadonlyMap<string, string>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
