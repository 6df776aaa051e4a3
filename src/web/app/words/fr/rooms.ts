import type { rooms as english } from '../en/rooms.ts';
import { plural, type Translation } from '../message.ts';

export const rooms: Translation<typeof english> = {
  rooms: 'Salons',
  roomsText: 'Ce qui se dit dans un salon n’est pas chiffré.',
  newRoom: 'Nouveau salon',
  roomName: 'Nom',
  roomNameHint: 'Lettres et chiffres sans espaces ; avec des points, tirets et tirets bas entre eux.',
  needRoomName: 'Un salon a besoin d’un nom.',
  makeRoom: 'Créer le salon',
  otherRooms: 'Autres salons',
  joinRoom: 'Rejoindre',
  joinRoomNamed: 'Rejoindre {room}',
  leaveRoom: 'Quitter le salon',
  leaveRoomTitle: 'Quitter {room} ?',
  leaveRoomText: 'Vous n’en recevrez plus rien. Ce que vous y avez dit reste. Vous pouvez le rejoindre à tout moment.',
  pickRoom: 'Choisissez un salon.',
  roomPublic: 'Ce salon est public. Le serveur peut le lire.',
  roomGone: 'Vous n’êtes dans aucun salon de ce nom',
  roomGoneText: 'Il s’écrit peut-être autrement.',
  roomNotJoined: 'Rejoignez-le pour y lire et y écrire.',
  backToRooms: 'Retour aux salons',
  whoIsOnline: 'Qui est en ligne',
  onlineCount: plural('count', '# personne en ligne', '# personnes en ligne', '# de personnes en ligne'),
  emptyRoom: 'Rien ne s’est encore dit ici.',
};
