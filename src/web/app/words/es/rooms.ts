import type { rooms as english } from '../en/rooms.ts';
import { plural, type Translation } from '../message.ts';

export const rooms: Translation<typeof english> = {
  rooms: 'Salas',
  roomsText: 'Lo que se dice en una sala no está cifrado.',
  newRoom: 'Sala nueva',
  roomName: 'Nombre',
  roomNameHint: 'Letras y cifras sin espacios; entre ellas puede haber puntos, guiones y guiones bajos.',
  needRoomName: 'Una sala necesita un nombre.',
  makeRoom: 'Crear sala',
  otherRooms: 'Otras salas',
  joinRoom: 'Entrar',
  joinRoomNamed: 'Entrar en {room}',
  leaveRoom: 'Salir de la sala',
  leaveRoomTitle: '¿Salir de {room}?',
  leaveRoomText: 'Ya no recibirás nada de ella. Lo que dijiste allí se queda. Puedes volver a entrar cuando quieras.',
  pickRoom: 'Elige una sala.',
  roomPublic: 'Esta sala es pública. El servidor puede leerla.',
  roomGone: 'No estás en ninguna sala con ese nombre',
  roomGoneText: 'Puede que se escriba de otra forma.',
  roomNotJoined: 'Entra para leer y escribir en ella.',
  backToRooms: 'Volver a las salas',
  whoIsOnline: 'Quién está en línea',
  onlineCount: plural('count', '# persona en línea', '# personas en línea', '# de personas en línea'),
  emptyRoom: 'Aquí todavía no se ha dicho nada.',
};
