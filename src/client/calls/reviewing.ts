import {
  addBlock,
  changeThread,
  createThread,
  judgeComments,
  listBlocks,
  listComments,
  listSites,
  listThreads,
  putSite,
  removeBlock,
  removeSite,
  removeThread,
} from '../../protocol/api/threads.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { act, attempt } from '../outcome.ts';
import type { Reviewing } from '../reviewing.ts';

export function reviewingCalls({ server }: CurrentAccount): Reviewing {
  return {
    threads: (after) => attempt(() => server.call(listThreads, { query: after === undefined ? {} : { after } })),
    createThread: (thread) => attempt(() => server.call(createThread, { body: thread })),
    changeThread: (thread, change) => attempt(() => server.call(changeThread, { body: { ...change, thread } })),
    removeThread: (thread) => act(() => server.call(removeThread, { body: { thread } })),
    sites: () => attempt(() => server.call(listSites)),
    putSite: (site, policy) => attempt(() => server.call(putSite, { body: { site, policy } })),
    removeSite: (site) => act(() => server.call(removeSite, { body: { site } })),
    comments: (state, page = {}) => attempt(() => server.call(listComments, { query: { state, ...page } })),
    judgeComments: (comments, verdict) =>
      attempt(() => server.call(judgeComments, { body: { comments: [...comments], verdict } })),
    blocks: () => attempt(() => server.call(listBlocks)),
    addBlock: (block) => act(() => server.call(addBlock, { body: block })),
    removeBlock: (block) => act(() => server.call(removeBlock, { body: block })),
  };
}
