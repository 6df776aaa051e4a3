import { expect, test } from 'vitest';
import type { CommentDraft, StoredComment } from '../../core/ports.ts';
import { threadDraft } from './threads.suite.ts';
import { audit, followChain, id, person, random, text, until, type Given } from './world.suite.ts';

const AUTHOR = new Uint8Array(32).fill(7);

export function commentPromises(given: Given): void {
  let at = 5000;
  const draft = (more: Partial<CommentDraft> = {}): CommentDraft => ({
    comment: Buffer.from(random(16)).toString('base64url'),
    parent: null,
    name: 'Ada',
    surname: 'Lovelace',
    email: 'ada@example.org',
    message: `a comment ${id()}`,
    state: 'approved',
    held: null,
    author: null,
    nonce: null,
    notice: null,
    address: '192.0.2.1',
    at: ++at,
    ...more,
  });
  const thread = async (key = 'page'): Promise<number> => {
    await given.store.threads.create(threadDraft(key), audit('thread'));
    return (await given.store.threads.byKey(key))?.no ?? 0;
  };
  const add = async (no: number, more: Partial<CommentDraft> = {}): Promise<StoredComment> => {
    const added = await given.store.comments.add(no, draft(more));
    return stored(added).comment;
  };
  const stored = (added: Awaited<ReturnType<typeof given.store.comments.add>>) => {
    if (typeof added === 'string') throw new Error(added);
    return added;
  };
  const page = async (no: number, more: object = {}) => {
    const asked = { order: 'oldest', after: null, limit: 50, answers: 50, author: null, ...more } as const;
    const found = await given.store.comments.shown(no, asked);
    return { top: found?.top ?? [], answers: found?.answers ?? [] };
  };
  const shown = async (no: number, more: object = {}) => {
    const { top, answers } = await page(no, more);
    return [...top, ...answers].map(({ comment }) => comment);
  };
  const judge = (verdict: Parameters<typeof given.store.comments.judge>[1], ...comments: StoredComment[]) =>
    given.store.comments.judge(
      comments.map(({ comment }) => comment),
      verdict,
      audit(verdict),
    );

  test('[S300] a comment that was answered for is there after a kill', async () => {
    const no = await thread();
    const one = await add(no, { author: AUTHOR, nonce: 'n1', state: 'pending', held: 'links' });
    expect(one).toMatchObject({ thread: no, state: 'pending', held: 'links', editedAt: null });
    const again = await given.under.openAsKilled();
    expect(await again.comments.one(one.comment)).toEqual(one);
    await again.close();
  });

  test('[S301] a form makes one comment: sent again, it answers the first', async () => {
    const no = await thread();
    const one = await add(no, { nonce: 'n1' });
    expect(await given.store.comments.add(no, draft({ nonce: 'n1' }))).toEqual({
      comment: one,
      repeated: true,
      said: null,
    });
    const both = await Promise.all([1, 2].map(() => given.store.comments.add(no, draft({ nonce: 'n2' }))));
    expect(both.map((each) => stored(each).repeated)).toEqual([false, true]);
    expect((await page(no)).top).toHaveLength(2);
  });

  test('[S302] the first comment makes the thread of a page, and two at once make one', async () => {
    const page_ = { ...threadDraft('https://a.example/page', { policy: 'open' }), most: 1 };
    const added = await Promise.all([1, 2].map(() => given.store.comments.add(page_, draft())));
    expect(new Set(added.map((each) => stored(each).comment.thread)).size).toBe(1);
    expect(await given.store.threads.byKey('https://a.example/page')).toMatchObject({ approved: 2, policy: 'open' });
    expect(await given.store.comments.add(999, draft())).toBe('not_found');
  });

  test('[S316] pages of a site make as many threads as they may, and what is written to those goes on', async () => {
    await given.store.threads.putSite({ site: 'https://a.example', policy: 'open', createdAt: 1 }, 9, audit('site'));
    const add_ = (path: string) =>
      given.store.comments.add({ ...threadDraft(`https://a.example${path}`), most: 2 }, draft());
    for (const path of ['/', '/?x', '/']) expect(await add_(path)).toMatchObject({ repeated: false });
    expect(await add_('/third')).toBe('full');
    const elsewhere = { ...threadDraft('https://a.example.org/'), most: 2 };
    expect(await given.store.comments.add(elsewhere, draft())).toMatchObject({ repeated: false });
    expect(await given.store.threads.site('https://a.example')).toMatchObject({ threads: 2 });
    expect(await given.store.threads.sites()).toMatchObject([{ site: 'https://a.example', threads: 2 }]);
  });

  test('[S303] a page has the comments that answer none, and all their answers; pages follow in both orders', async () => {
    const no = await thread();
    const top = [];
    for (let count = 0; count < 5; count++) top.push(await add(no));
    const [first, , third] = top;
    const answer = await add(no, { parent: first!.comment });
    const deeper = await add(no, { parent: answer.comment });
    const other = await add(no, { parent: third!.comment });
    const ids = top.map(({ comment }) => comment);
    expect(await shown(no)).toEqual([...ids, answer.comment, deeper.comment, other.comment]);
    expect((await page(no)).answers.map(({ parent }) => parent)).toEqual([
      first!.comment,
      answer.comment,
      third!.comment,
    ]);
    expect(await shown(no, { limit: 2, after: ids[1] })).toEqual([ids[2], ids[3], other.comment]);
    expect(await shown(no, { order: 'newest', limit: 2 })).toEqual([ids[4], ids[3]]);
    expect(await shown(no, { order: 'newest', limit: 9, after: ids[1] })).toEqual([
      ids[0],
      answer.comment,
      deeper.comment,
    ]);
    expect(await shown(no, { answers: 1 })).toEqual([...ids, answer.comment, other.comment]);
    expect(
      await given.store.comments.shown(no, { order: 'oldest', after: 'x', limit: 1, answers: 1, author: null }),
    ).toBeUndefined();
  });

  test('[S317] where answers are left out it is said how many and after which, and they follow page by page', async () => {
    const no = await thread();
    const [top, lonely] = [await add(no), await add(no)];
    const answers = [await add(no, { parent: top.comment })];
    for (let count = 0; count < 4; count++) answers.push(await add(no, { parent: answers[0]!.comment }));
    await judge('spam', await add(no, { parent: top.comment }));
    const mine = await add(no, { parent: top.comment, state: 'pending', author: AUTHOR });
    const ids = answers.map(({ comment }) => comment);
    const asked = { order: 'oldest', after: null, limit: 9, answers: 2, author: AUTHOR } as const;
    const first = await given.store.comments.shown(no, asked);
    expect(first?.answers.map(({ comment }) => comment)).toEqual([ids[0], ids[1], mine.comment]);
    expect(first?.more).toEqual([{ comment: top.comment, answers: 3, after: ids[1] }]);
    const follow = async (after: string | null, comment = top.comment) => {
      const found = await given.store.comments.answers(no, { comment, after, limit: 2, author: null });
      return found && [[found.top, ...found.answers].map((each) => each.comment), found.more];
    };
    expect(await follow(ids[1]!)).toEqual([
      [top.comment, ids[2], ids[3]],
      [{ comment: top.comment, answers: 1, after: ids[3] }],
    ]);
    expect(await follow(ids[3]!)).toEqual([[top.comment, ids[4]], []]);
    expect(await follow(ids[4]!)).toEqual([[top.comment], []]);
    expect((await follow(null))?.[1]).toEqual(first?.more);
    expect(await follow(null, lonely.comment)).toEqual([[lonely.comment], []]);
    for (const [after, comment] of [
      [ids[1]!, lonely.comment],
      ['x', top.comment],
      [mine.comment, top.comment],
    ] as const)
      expect(await follow(after, comment)).toBeUndefined();
    for (const comment of [ids[0]!, mine.comment, 'x']) expect(await follow(null, comment)).toBeUndefined();
    expect(await given.store.comments.shown(no, { ...asked, answers: 5 })).toMatchObject({ more: [] });
  });

  test('[S304] answers are three deep: what answers the deepest stands beside it', async () => {
    const no = await thread();
    const chain = [await add(no)];
    for (let depth = 0; depth < 3; depth++) chain.push(await add(no, { parent: chain.at(-1)!.comment }));
    const beside = await add(no, { parent: chain[3]!.comment });
    expect(beside.parent).toBe(chain[2]!.comment);
  });

  test('[S305] only what is approved is shown, and answered; what waits is shown to its author', async () => {
    const no = await thread();
    const waits = await add(no, { state: 'pending', author: AUTHOR });
    const spam = await add(no, { state: 'pending' });
    await judge('spam', spam);
    const seen = await add(no);
    const waitingAnswer = await add(no, { state: 'pending', author: AUTHOR, parent: seen.comment });
    expect(await shown(no)).toEqual([seen.comment]);
    expect(await shown(no, { author: AUTHOR })).toEqual([waits.comment, seen.comment, waitingAnswer.comment]);
    expect(await shown(no, { author: new Uint8Array(32) })).toEqual([seen.comment]);
    for (const parent of [waits.comment, spam.comment, 'A'.repeat(22)])
      expect(await given.store.comments.add(no, draft({ parent }))).toBe('not_found');
    await judge('approved', waits);
    expect(await shown(no)).toEqual([waits.comment, seen.comment]);
    expect(await given.store.comments.add(await thread('other'), draft({ parent: seen.comment }))).toBe('not_found');
  });

  test('[S306] what is deleted is gone from the disk; its place stays as long as something answers it', async () => {
    const no = await thread();
    const mark = 'remarkable-words-8141';
    const top = await add(no, { message: mark, name: mark, email: `${mark}@example.org`, author: AUTHOR });
    const answer = await add(no, { parent: top.comment });
    const deeper = await add(no, { parent: answer.comment });
    await judge('deleted', top);
    await judge('deleted', answer);
    expect((await page(no)).top).toEqual([
      expect.objectContaining({ comment: top.comment, name: '', message: '', state: 'deleted', author: null }),
    ]);
    expect(await shown(no)).toEqual([top.comment, answer.comment, deeper.comment]);
    await until(() => !given.under.bytes().includes(mark));
    await judge('approved', top);
    expect(await given.store.comments.one(top.comment)).toMatchObject({ state: 'deleted' });
    await judge('deleted', deeper);
    expect(await shown(no)).toEqual([]);
    for (const each of [top, answer, deeper]) expect(await given.store.comments.one(each.comment)).toBeUndefined();
  });

  test('[S307] of what is called spam the place stays while approved ones answer it', async () => {
    const no = await thread();
    const top = await add(no);
    const answer = await add(no, { parent: top.comment });
    await judge('spam', top);
    expect(await shown(no)).toEqual([top.comment, answer.comment]);
    await judge('rejected', answer);
    expect(await shown(no)).toEqual([]);
    await judge('approved', answer);
    expect(await shown(no)).toEqual([top.comment, answer.comment]);
  });

  test('[S308] its author, and nobody else, edits a comment and takes it back', async () => {
    const no = await thread();
    const one = await add(no, { author: AUTHOR });
    const edit = (author: Uint8Array, message: string) =>
      given.store.comments.edit({
        comment: one.comment,
        author,
        message,
        state: 'pending',
        held: 'links',
        notice: null,
        at: 9000,
      });
    expect(await edit(new Uint8Array(32), 'not mine')).toBe('not_found');
    expect(await edit(AUTHOR, 'other words')).toEqual({ said: null });
    const edited = { message: 'other words', state: 'pending', held: 'links', editedAt: 9000, at: one.at };
    expect(await given.store.comments.one(one.comment)).toMatchObject(edited);
    expect(await shown(no)).toEqual([]);
    const takeBack = (author: Uint8Array) => given.store.comments.takeBack(one.comment, author, 9000);
    expect(await takeBack(new Uint8Array(32))).toBe('not_found');
    await judge('rejected', one);
    expect(await edit(AUTHOR, 'again')).toBe('not_found');
    expect(await takeBack(AUTHOR)).toBe('not_found');
    await judge('approved', one);
    expect(await takeBack(AUTHOR)).toEqual({ said: null });
    expect(await given.store.comments.one(one.comment)).toBeUndefined();
  });

  test('[S309] reviewers see all of a state, the newest first, with what is answered and how many were approved', async () => {
    const [no, other] = [await thread(), await thread('other')];
    const top = await add(no, { message: 'what is answered' });
    const answer = await add(no, { parent: top.comment, state: 'pending', email: 'b@example.org' });
    const elsewhere = await add(other, { state: 'pending' });
    const review = (more: object = {}) =>
      given.store.comments.inReview({ state: 'pending', thread: null, before: null, limit: 9, ...more });
    expect(await review()).toMatchObject([
      { comment: elsewhere.comment, key: 'other', title: 'A page', approvedBefore: 1, answers: '' },
      { comment: answer.comment, key: 'page', answers: 'what is answered', approvedBefore: 0 },
    ]);
    expect(await review({ before: elsewhere.comment })).toMatchObject([{ comment: answer.comment }]);
    expect(await review({ thread: other })).toMatchObject([{ comment: elsewhere.comment }]);
    expect(await review({ before: 'x' })).toBeUndefined();
    expect(await given.store.comments.counts()).toEqual({ pending: 2, approved: 1, spam: 0 });
    expect(await given.store.comments.pageOf(no, { after: null, limit: 9 })).toMatchObject([
      { comment: top.comment },
      { comment: answer.comment },
    ]);
    expect(await given.store.comments.pageOf(no, { after: top.comment, limit: 9 })).toHaveLength(1);
  });

  test('[S310] who had a comment approved by a reviewer from this browser is known, by address and author together', async () => {
    const no = await thread();
    const one = await add(no, { author: AUTHOR, state: 'pending' });
    const known = (email: string, author: Uint8Array, besides: string | null = null) =>
      given.store.comments.isKnown(email, author, besides);
    await add(no, { author: AUTHOR, state: 'approved' });
    expect(await known('ada@example.org', AUTHOR)).toBe(false);
    await judge('approved', one);
    expect(await known('ada@example.org', AUTHOR)).toBe(true);
    expect(await known('eve@example.org', AUTHOR)).toBe(false);
    expect(await known('ada@example.org', AUTHOR, one.comment)).toBe(false);
    expect(await known('ada@example.org', new Uint8Array(32))).toBe(false);
    const words = { comment: one.comment, author: AUTHOR, message: 'x', held: null, notice: null, at: 9000 };
    await given.store.comments.edit({ ...words, state: 'approved' });
    expect(await known('ada@example.org', AUTHOR)).toBe(false);
  });

  test('[S311] comments of elsewhere are brought once, with their answers', async () => {
    const no = await thread();
    const [a, b] = ['a'.repeat(22), 'b'.repeat(22)];
    const brought = (comment: string, parent: string | null) => ({
      ...draft({ comment, parent }),
      state: 'approved' as const,
    });
    const both = [brought(a, null), brought(b, a)];
    expect(await given.store.comments.bring(no, both, audit('import'))).toBe(2);
    expect(await given.store.comments.bring(no, both, audit('import'))).toBe(0);
    expect(await shown(no)).toEqual([a, b]);
    expect(await given.store.comments.one(b)).toMatchObject({ parent: a, address: null, author: null });
  });

  test('[S312] a removed thread is gone with its comments, from the disk too', async () => {
    const no = await thread();
    const top = await add(no, { message: 'remarkable-words-9917' });
    await add(no, { parent: top.comment });
    const step = async () => (await given.store.threads.remove(no, 2, audit('removed'))).done;
    await add(no);
    await add(no);
    expect(await step()).toBe(false);
    expect(await given.store.threads.byKey('page')).toMatchObject({ policy: 'closed', approved: 2 });
    expect([await step(), await step(), await step()]).toEqual([false, false, true]);
    expect(await given.store.threads.byKey('page')).toBeUndefined();
    expect(await given.store.comments.one(top.comment)).toBeUndefined();
    expect((await given.store.audit.entries(0, 9)).map(({ what }) => what)).toEqual(['thread', 'removed']);
    await until(() => !given.under.bytes().includes('remarkable-words-9917'));
  });

  test('[S313] network addresses are forgotten', async () => {
    const no = await thread();
    const old = await add(no, { at: 10, address: '203.0.113.99' });
    const fresh = await add(no, { at: 20 });
    await given.store.comments.forgetAddresses(20);
    expect(await given.store.comments.one(old.comment)).toMatchObject({ address: null });
    expect(await given.store.comments.one(fresh.comment)).toMatchObject({ address: '192.0.2.1' });
    await until(() => !given.under.bytes().includes('203.0.113.99'));
  });

  test('[S314] blocks are added once, up to a bound, and removed', async () => {
    const { comments } = given.store;
    const block = (value: string) => ({ kind: 'word', value }) as const;
    const put = (value: string, when: number) => comments.addBlock(block(value), when, 2, audit(`block ${value}`));
    expect([await put('one', 1), await put('one', 2), await put('two', 3), await put('three', 4)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(await comments.blocks()).toEqual([block('two'), block('one')]);
    expect(await comments.removeBlock(block('one'), audit('unblock'))).toBe(true);
    expect(await comments.removeBlock(block('one'), audit('unblock'))).toBe(false);
    expect((await given.store.audit.entries(0, 9)).map(({ what }) => what)).toEqual([
      'block one',
      'block two',
      'unblock',
    ]);
  });

  test('[S315] a comment that waits is told in one step, to admins alone, and emptied there when it is deleted', async () => {
    const no = await thread();
    const { accounts, comments, conversations, log } = given.store;
    const [amara, bram] = [await person(given.store, 'amara', { role: 'admin' }), await person(given.store, 'bram')];
    const notice = (words: string) => ({ conversation: id(), messageId: random(16), payload: text(words) });
    const told = async (words: string, more: Partial<CommentDraft> = {}) => {
      const added = await comments.add(no, draft({ state: 'pending', notice: notice(words), ...more }));
      return stored(added);
    };
    const first = await told('remarkable-words-5512', { nonce: 'n1', author: AUTHOR });
    expect(first.said).toMatchObject({ made: true, members: [amara.no], entries: [{ seq: 1, account: null }] });
    const conversation = first.said?.conversation ?? '';
    expect(await told('again', { nonce: 'n1' })).toMatchObject({ repeated: true, said: null });
    expect((await told('second')).said).toMatchObject({ made: false, conversation, entries: [{ seq: 2 }] });
    const own = { kind: 'comments', unread: 2, machine: null, room: null, members: [{ account: { no: amara.no } }] };
    expect(await conversations.forMember(conversation, amara.no)).toMatchObject(own);
    expect(await conversations.forMember(conversation, bram.no)).toBeUndefined();
    const again = await given.under.openAsKilled();
    expect(await again.conversations.forMember(conversation, amara.no)).toMatchObject({ unread: 2 });
    await again.close();
    expect(await accounts.setRole(bram.no, 'admin', audit('promoted'))).toEqual({
      conversation,
      joined: [bram.no],
      left: [],
    });
    expect(await conversations.forMember(conversation, bram.no)).toMatchObject({ unread: 0, cleared: 2 });
    const edited = {
      comment: first.comment.comment,
      author: AUTHOR,
      message: 'x',
      held: null,
      state: 'pending',
    } as const;
    const anew = await comments.edit({ ...edited, notice: notice('third'), at: 9000 });
    expect(anew).toMatchObject({
      said: {
        emptied: true,
        entries: [
          { seq: 3, counts: false },
          { seq: 4, counts: true },
        ],
      },
    });
    expect(await conversations.forMember(conversation, amara.no)).toMatchObject({ unread: 2 });
    const gone = await comments.judge([first.comment.comment], 'deleted', audit('deleted'));
    expect(gone).toMatchObject({ emptied: true, members: [amara.no, bram.no], entries: [{ seq: 5 }] });
    const payloads = await log.entries(gone?.log ?? 0, { after: 0, limit: 9 });
    expect(payloads.map(({ payload }) => payload !== null)).toEqual([false, true, true, false, true]);
    expect(await followChain(given.store, gone?.log ?? 0)).toBe(5);
    await until(() => !given.under.bytes().includes('remarkable-words-5512'));
    expect(await given.store.threads.remove(no, 9, audit('removed'))).toMatchObject({
      said: { entries: [{ seq: 6 }] },
    });
    const left = { conversation, joined: [], left: [bram.no] };
    expect(await accounts.setRole(bram.no, 'member', audit('demoted'))).toEqual(left);
    expect(await conversations.forMember(conversation, bram.no)).toBeUndefined();
  });
}
