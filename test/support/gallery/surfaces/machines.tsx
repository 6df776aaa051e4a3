import type { AlertContent } from '../../../../src/protocol/clear.ts';
import type { StreamRecord } from '../../../../src/protocol/api/streams.ts';
import { AlertBody } from '../../../../src/web/app/streams/AlertBody.tsx';
import { FilterBar } from '../../../../src/web/app/streams/FilterBar.tsx';
import { FollowBar } from '../../../../src/web/app/streams/FollowBar.tsx';
import { Followers } from '../../../../src/web/app/streams/Followers.tsx';
import { Highlighted } from '../../../../src/web/app/streams/Highlighted.tsx';
import { OpenedRecords } from '../../../../src/web/app/streams/openedRecords.ts';
import { RecordRow } from '../../../../src/web/app/streams/RecordRow.tsx';
import { RecordSheet } from '../../../../src/web/app/streams/RecordSheet.tsx';
import { oneLine } from '../../../../src/web/app/streams/oneLine.ts';
import type { Records } from '../../../../src/web/app/streams/records.ts';
import { Rules } from '../../../../src/web/app/streams/Rules.tsx';
import { StreamHeader } from '../../../../src/web/app/streams/StreamHeader.tsx';
import { StreamRow } from '../../../../src/web/app/streams/StreamRow.tsx';
import { self } from '../people.ts';
import { streams } from '../streams.ts';
import { nothing } from './said.ts';
import type { Surface } from './surface.ts';

const record = (text: string, change: Partial<StreamRecord> = {}): StreamRecord => ({
  seq: 1,
  at: 0,
  endpoint: text,
  message: text,
  level: text,
  sealed: false,
  ...change,
});
const opened = (text: string) => new OpenedRecords(() => Promise.resolve({ ok: true, text, sentAt: 0 }));
const line = (text: string, change: Partial<StreamRecord> = {}, words = '') => (
  <RecordRow
    record={record(text, change)}
    place={1}
    position={1}
    count={1}
    active={false}
    picked={false}
    newDay={false}
    fresh={0}
    words={words}
    opened={opened(text)}
    onPick={nothing}
  />
);
/** The only one there is. */
const alone = (only: StreamRecord): Records => ({
  subscribe: () => nothing,
  version: () => 0,
  first: 0,
  end: 1,
  at: () => only,
  want: nothing,
  again: nothing,
});
const alert = (text: string, change: Partial<AlertContent>): AlertContent => ({
  type: 'alert',
  why: { when: 'contains', text },
  seq: 1,
  at: 0,
  level: text,
  text,
  id: null,
  sealed: null,
  more: 0,
  ...change,
});
const [stream] = streams();
if (stream === undefined) throw new Error('no stream to show');
const state = { self: { ...self, role: 'admin' } } as const;

/** What machines say, and what is said of them. */
export const machines: readonly Surface[] = [
  { name: 'record', of: (text) => line(text, { level: 'info' }), reads: oneLine },
  { name: 'level of a record', of: (text) => line('yes', { level: text }) },
  { name: 'sealed record', of: (text) => line(text, { level: null, sealed: true }), reads: oneLine },
  { name: 'found record', of: (text) => line(text, { level: null }, text), reads: oneLine, marked: true },
  { name: 'found in a text', of: (text) => <Highlighted text={text} words={text} />, marked: true },
  {
    name: 'whole record',
    of: (text) => (
      <RecordSheet
        records={alone(record(text))}
        place={0}
        words=""
        opened={opened(text)}
        onPlace={nothing}
        onShow={null}
        onClose={nothing}
      />
    ),
  },
  {
    name: 'stream',
    of: (text) => <StreamHeader stream={{ ...stream, machine: text }} onFollowers={nothing} onRules={nothing} />,
  },
  {
    name: 'newest of a stream',
    of: (text) => (
      <StreamRow stream={{ ...stream, newest: record(text) }} selected={false} reachable onVisit={nothing} />
    ),
  },
  {
    name: 'row of a stream',
    of: (text) => <StreamRow stream={{ ...stream, machine: text }} selected={false} reachable onVisit={nothing} />,
  },
  {
    name: 'levels to choose from',
    of: (text) => (
      <FilterBar filter={{ words: '', level: null, range: { kind: 'all' } }} levels={[text]} onFilter={nothing} />
    ),
  },
  { name: 'not followed', of: (text) => <FollowBar machine={text} /> },
  { name: 'followers', of: () => <Followers stream={stream} onClose={nothing} />, state },
  { name: 'rules', of: (text) => <Rules machine={text} onClose={nothing} />, state },
  { name: 'alert', of: (text) => <AlertBody alert={alert(text, {})} machine="pump" /> },
  { name: 'sealed alert', of: (text) => <AlertBody alert={alert(text, { text: '', sealed: text })} machine="pump" /> },
];
