import type { rooms as english } from '../en/rooms.ts';
import { plural, type Translation } from '../message.ts';

export const rooms: Translation<typeof english> = {
  rooms: 'Räume',
  roomsText: 'Was in einem Raum gesagt wird, ist nicht verschlüsselt.',
  newRoom: 'Neuer Raum',
  roomName: 'Name',
  roomNameHint: 'Buchstaben und Ziffern ohne Leerzeichen; Punkte, Binde- und Unterstriche dürfen dazwischen stehen.',
  needRoomName: 'Ein Raum braucht einen Namen.',
  makeRoom: 'Raum erstellen',
  otherRooms: 'Andere Räume',
  joinRoom: 'Beitreten',
  joinRoomNamed: '{room} beitreten',
  leaveRoom: 'Raum verlassen',
  leaveRoomTitle: '{room} verlassen?',
  leaveRoomText:
    'Du bekommst nichts mehr daraus. Was du dort gesagt hast, bleibt. Du kannst jederzeit wieder beitreten.',
  pickRoom: 'Wähle einen Raum.',
  roomPublic: 'Dieser Raum ist öffentlich. Der Server kann ihn lesen.',
  roomGone: 'Du bist in keinem Raum mit diesem Namen',
  roomGoneText: 'Vielleicht schreibt er sich anders.',
  roomNotJoined: 'Tritt bei, um dort zu lesen und zu schreiben.',
  backToRooms: 'Zurück zu den Räumen',
  whoIsOnline: 'Wer online ist',
  onlineCount: plural('count', '# Person online', '# Personen online'),
  emptyRoom: 'Hier wurde noch nichts gesagt.',
};
