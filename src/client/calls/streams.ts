import {
  addRule,
  countRecords,
  findRecord,
  followStream,
  listFollowers,
  listRecords,
  listRules,
  readStream,
  removeRule,
  searchRecords,
  setFollowers,
  unfollowStream,
} from '../../protocol/api/streams.ts';
import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act, attempt } from '../outcome.ts';
import { openedRecord } from '../streams/opening.ts';

type Calls = Pick<
  Client,
  | 'streams'
  | 'records'
  | 'openRecord'
  | 'findRecord'
  | 'searchRecords'
  | 'countRecords'
  | 'markStreamRead'
  | 'followStream'
  | 'unfollowStream'
  | 'followers'
  | 'setFollowers'
  | 'rules'
  | 'addRule'
  | 'removeRule'
>;

/** What a screen does with machines' streams. */
export function streamCalls(current: CurrentAccount): Calls {
  const { server } = current;
  const list = () => current.need().streams;
  /** The list follows by itself; whoever has acted here does not have to wait for that. */
  const relisting = (change: () => Promise<unknown>) =>
    act(async () => {
      await change();
      await list().fetch();
    });
  return {
    streams: () =>
      attempt(async () => {
        await list().fetch();
        return { streams: list().all() };
      }),
    records: (machine, page = {}) => attempt(() => server.call(listRecords, { params: { machine }, query: page })),
    openRecord: (machine, record) => attempt(() => openedRecord(current.need().own, machine, record)),
    findRecord: (machine, at) => attempt(() => server.call(findRecord, { params: { machine }, query: { at } })),
    searchRecords: (machine, filter, page = {}) =>
      attempt(() => server.call(searchRecords, { params: { machine }, query: { ...filter, ...page } })),
    countRecords: (machine, span) => attempt(() => server.call(countRecords, { params: { machine }, query: span })),
    markStreamRead: (machine, seq) =>
      act(async () => {
        list().markRead(machine, seq);
        await server.call(readStream, { params: { machine }, body: { seq } });
      }),
    followStream: (machine) => relisting(() => server.call(followStream, { params: { machine } })),
    unfollowStream: (machine) => relisting(() => server.call(unfollowStream, { params: { machine } })),
    followers: (machine, after) =>
      attempt(() => server.call(listFollowers, { params: { machine }, query: after === undefined ? {} : { after } })),
    setFollowers: (machine, { add = [], remove = [], everyone }) =>
      relisting(() => {
        const body = { add: [...add], remove: [...remove], ...(everyone !== undefined && { everyone }) };
        return server.call(setFollowers, { params: { machine }, body });
      }),
    rules: (machine) => attempt(() => server.call(listRules, { params: { machine } })),
    addRule: (machine, condition) => attempt(() => server.call(addRule, { params: { machine }, body: { condition } })),
    removeRule: (machine, rule) => act(() => server.call(removeRule, { params: { machine, rule } })),
  };
}
