import type { Duplex } from 'node:stream';
import type { Clock } from '../../core/ports.ts';
import type { Rates } from '../../core/rates.ts';
import type { Log } from '../log.ts';
import { isOurFault, saidOf } from '../problem.ts';
import { type Command, commandOf } from './commands.ts';
import { createLineReader, type ReadLine } from './lineReader.ts';
import { createOutgoing } from './outgoing.ts';
import type { Peer } from './peer.ts';
import { GROUNDED, refusalAt, stageAfter, type Stage } from './stages.ts';
import { perform, type Verbs } from './verbs/verbs.ts';
import { INVALID_CREDENTIALS, sentenceFor } from './words.ts';

/** Nobody keeps a connection without a log-in for longer than this with nothing said, and nobody any for a day. */
const IDLE_BEFORE = 2 * 60_000;
const IDLE_INSIDE = 24 * 3600_000;
/** How long a peer has to take the last line. */
const CLOSE_DEADLINE = 900;

export interface Given extends Verbs {
  readonly clock: Clock;
  readonly rates: Rates;
  readonly log: Log;
  /** Whatever was said before is told to everyone, the speaker too. */
  readonly settled: () => Promise<void>;
}

export interface Facts {
  readonly from: string;
  readonly certificate: Uint8Array | null;
  /** Of the connection, for its rate. */
  readonly number: number;
}

/** One connection: a line at a time, in order, each with its whole answer before the next. */
export function converse(given: Given, socket: Duplex, { from, certificate, number }: Facts): Peer {
  const { clock, rates, log, desk, reservations } = given;
  const reader = createLineReader();
  const outgoing = createOutgoing(socket, clock);
  const waiting: ReadLine[] = [];
  let stage: Stage = GROUNDED;
  let working = false;
  let allSaid = false;
  let ended = false;
  let cancelIdle = (): void => undefined;

  const leave = (): void => {
    ended = true;
    cancelIdle();
    waiting.length = 0;
    desk.leave(peer);
    reservations.free(peer);
  };

  const peer: Peer = {
    from,
    certificate,
    get stage() {
      return stage;
    },
    ...outgoing,
    done(what) {
      stage = stageAfter(what);
      if (what.did === 'registered' || what.did === 'logged in') {
        const who = 'holder' in what ? what.holder.account.username : what.username;
        log.info({ door: 'line', did: what.did, who, from }, 'authentication');
      }
    },
    refuse(holder) {
      log.info({ door: 'line', who: holder?.account.username, from }, 'authentication refused');
      peer.end(INVALID_CREDENTIALS);
    },
    end(line) {
      if (ended) return;
      leave();
      if (line !== undefined) outgoing.answer(line);
      socket.end();
      // What still comes is not listened to, but taken, so that the last line arrives.
      socket.resume();
      const cancel = clock.after(CLOSE_DEADLINE, () => socket.destroy());
      socket.once('close', cancel);
    },
  };

  const waitIdle = (): void => {
    cancelIdle();
    const longest = stage.at === 'in' ? IDLE_INSIDE : IDLE_BEFORE;
    cancelIdle = clock.after(longest, () => peer.end('error: nothing was said for too long'));
  };

  const answer = async (command: Command): Promise<void> => {
    const refusal = refusalAt(stage, command);
    if (refusal !== null) return peer.answer(refusal);
    try {
      await perform(given, peer, command);
    } catch (error) {
      if (isOurFault(saidOf(error))) log.error({ err: error, door: 'line', verb: command.verb }, 'line failed');
      const said = sentenceFor(error);
      if (command.verb === 'login') peer.end(said);
      else peer.answer(said);
    }
  };

  /** False: there was nothing in it, which is not to have said something. */
  const hear = async (line: ReadLine): Promise<boolean> => {
    if ('wrong' in line) {
      if (line.wrong === 'too long') peer.end('error: line too long');
      else peer.answer('error: a line has to be UTF-8 text');
      return true;
    }
    const command = commandOf(line.text);
    if (command) await answer(command);
    return command !== null;
  };

  const work = async (): Promise<void> => {
    working = true;
    socket.pause();
    for (let line = waiting.shift(); line !== undefined && !ended; line = waiting.shift()) {
      await paced(clock, () => rates.take('line: line', number));
      const { holder } = stage.at === 'in' ? stage : {};
      if (holder) await paced(clock, () => rates.take('account: line', holder.account.no));
      outgoing.hold();
      const isSaid = await hear(line);
      outgoing.release();
      // Whoever went away meanwhile keeps nothing that the answer gave them.
      if (ended) leave();
      else if (isSaid) waitIdle();
    }
    working = false;
    if (ended) return;
    if (!allSaid) return void socket.resume();
    await given.settled();
    peer.end();
  };
  const listen = (): void => {
    if (!working && (waiting.length > 0 || allSaid)) void work();
  };

  socket.on('data', (bytes: Buffer) => {
    if (ended) return;
    waiting.push(...reader.read(bytes));
    listen();
  });
  socket.on('end', () => {
    allSaid = true;
    if (!ended) listen();
  });
  socket.on('close', leave);
  waitIdle();
  return peer;
}

/** Whoever says too much is listened to more slowly. */
async function paced(clock: Clock, take: () => number): Promise<void> {
  for (let wait = take(); wait > 0; wait = take()) {
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.after(wait, resolve);
    await promise;
  }
}
