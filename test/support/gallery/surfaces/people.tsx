import { Results } from '../../../../src/web/app/search/Results.tsx';
import { HitRow } from '../../../../src/web/app/search/HitRow.tsx';
import { Banners } from '../../../../src/web/app/frame/Banners.tsx';
import { OnlinePeople } from '../../../../src/web/app/rooms/OnlinePeople.tsx';
import { LeaveRoom } from '../../../../src/web/app/rooms/LeaveRoom.tsx';
import { OtherRoom } from '../../../../src/web/app/rooms/OtherRoom.tsx';
import { RoomHeader } from '../../../../src/web/app/rooms/RoomHeader.tsx';
import { BlockedPeople } from '../../../../src/web/app/settings/BlockedPeople.tsx';
import { Devices } from '../../../../src/web/app/settings/Devices.tsx';
import { LetIn } from '../../../../src/web/app/settings/LetIn.tsx';
import { Profile } from '../../../../src/web/app/settings/Profile.tsx';
import { RemoveSshKey } from '../../../../src/web/app/settings/RemoveSshKey.tsx';
import { RevokeTerminal } from '../../../../src/web/app/settings/RevokeTerminal.tsx';
import { SshKeys } from '../../../../src/web/app/settings/SshKeys.tsx';
import { Terminals } from '../../../../src/web/app/settings/Terminals.tsx';
import { Switcher } from '../../../../src/web/app/switcher/Switcher.tsx';
import { ConfirmSheet } from '../../../../src/web/app/ui/ConfirmSheet.tsx';
import { PersonName } from '../../../../src/web/app/ui/PersonName.tsx';
import { UserPage } from '../../../../src/web/app/user/UserPage.tsx';
import type { SearchHit } from '../../../../src/client/api.ts';
import { noQuery } from '../../../../src/client/search/query.ts';
import { certificates, people as known, sshKeys } from '../people.ts';
import { named, nothing, view, withoutMarks } from './said.ts';
import type { Surface } from './surface.ts';

const hit = (text: string, marks: SearchHit['excerpt']['marks'], change: Partial<SearchHit> = {}) => (
  <HitRow
    hit={{
      conversation: view.conversation,
      kind: 'direct',
      room: null,
      with: known.bram,
      key: 'k',
      mine: false,
      author: known.bram,
      at: 0,
      excerpt: { text, marks },
      ...change,
    }}
    selected={false}
  />
);
const alarm = { id: 'a', kind: 'chain_fork', about: known.bram, at: 0 } as const;
const [terminal] = certificates();
const [sshKey] = sshKeys();
if (terminal === undefined || sshKey === undefined) throw new Error('no keys to show');

/** People, rooms, what is found, and one's own settings. */
export const people: readonly Surface[] = [
  { name: 'name', of: (text) => <PersonName person={named(text)} /> },
  { name: 'user page', of: () => <UserPage name="bram" /> },
  { name: 'alarm', of: () => <Banners />, state: { alarms: [alarm] } },
  { name: 'found', of: (text) => hit(text, []), reads: withoutMarks },
  {
    name: 'found, with marks',
    of: (text) =>
      hit(text, [
        [0, 2],
        [3, 5],
      ]),
    reads: withoutMarks,
    marked: true,
  },
  {
    name: 'found, by whom and where',
    of: (text) => hit('yes', [], { room: text, with: named(text), author: named(text) }),
  },
  { name: 'found with', of: (text) => hit('yes', [], { with: named(text) }) },
  { name: 'nothing found', of: (text) => <Results typed={{ text, filters: noQuery }} selected={null} /> },
  { name: 'switcher', of: () => <Switcher onClose={nothing} /> },
  { name: 'who is online', of: () => <OnlinePeople room="lobby" onClose={nothing} /> },
  {
    name: 'room',
    of: (text) => <RoomHeader name={text} room={null} muted={false} more={[]} onOnline={nothing} onLeave={nothing} />,
  },
  {
    name: 'another room',
    of: (text) => (
      <OtherRoom
        room={{ room: text, conversation: 'r', people: 1, online: 1, joined: false }}
        onJoined={nothing}
        reachable
        onVisit={nothing}
      />
    ),
  },
  { name: 'leave room', of: (text) => <LeaveRoom room={text} onClose={nothing} onLeft={nothing} /> },
  { name: 'blocked people', of: () => <BlockedPeople />, state: { blocked: [{ ...known.bram, conversations: [] }] } },
  { name: 'own profile', of: () => <Profile /> },
  { name: 'own devices', of: () => <Devices /> },
  { name: 'device to let in', of: (text) => <LetIn label={text} compared onCancel={nothing} onDone={nothing} /> },
  { name: 'terminals', of: () => <Terminals /> },
  {
    name: 'revoke a terminal',
    of: (text) => <RevokeTerminal terminal={{ ...terminal, label: text }} onClose={nothing} onRevoked={nothing} />,
  },
  { name: 'SSH keys', of: () => <SshKeys /> },
  {
    name: 'remove an SSH key',
    of: (text) => <RemoveSshKey sshKey={{ ...sshKey, label: text }} onClose={nothing} onRemoved={nothing} />,
  },
  {
    name: 'question',
    of: (text) => (
      <ConfirmSheet
        title={text}
        text={text}
        button={text}
        run={() => Promise.resolve({ ok: true })}
        onDone={nothing}
        onClose={nothing}
      />
    ),
  },
];
