import { setPush } from '../../../src/protocol/api/push.ts';
import { handClock } from '../../support/handClock.ts';
import { envelopeOf, listen, newMember, talkWith } from '../../support/member.ts';
import { startPushService } from '../../support/pushService.ts';
import { bootServer } from '../../support/server.ts';

/** Names of push services, and addresses that they must not lead to: of this machine, its networks, and others' spellings of those. */
export const INSIDE = [
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'ff02::1',
  '2001::1',
  '::127.0.0.1',
];

/** A server that would poke, a push service in its network, and somebody who has herself poked wherever she says. */
export async function openPlaces() {
  const clock = handClock();
  const push = await startPushService();
  const server = await bootServer({ clock, network: push.network, flags: { log: 'debug' } });
  const [mallory, other] = [await newMember(server.origin, 'mallory'), await newMember(server.origin, 'other')];
  const talk = await talkWith(mallory, other);
  const until = async (done: () => boolean): Promise<void> => {
    for (const end = Date.now() + 5000; !done() && Date.now() < end;) {
      clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const refused = (): number => server.logged.filter((line) => line.includes('push service')).length;
  const settled = (): number => push.pokes.filter(({ answered }) => answered < 300).length + refused();
  return {
    push,
    server,
    /** What became of a poke at a name with these addresses: where the server knocked. */
    async poked(addresses: readonly string[], endpoint = 'https://push.example/mine'): Promise<readonly string[]> {
      push.state.addresses = addresses;
      push.dialled.length = 0;
      const before = settled();
      const body = { endpoint, muted: [], rooms: [] };
      await mallory.api.call(setPush, { body });
      const line = await listen(other);
      const envelope = await envelopeOf(other, talk, 'come');
      line.say({ op: 'send', ref: 1, conversation: talk.conversation, envelope });
      await line.the('ack');
      await line.close();
      await until(() => settled() > before);
      return [...push.dialled];
    },
    put: (endpoint: string) => mallory.http.raw('PUT', '/api/v1/push', { body: { endpoint, muted: [], rooms: [] } }),
    async close(): Promise<void> {
      await server.close();
      push.close();
    },
  };
}
