import type { reactions as english } from '../en/reactions.ts';
import type { Translation } from '../message.ts';

export const reactions: Translation<typeof english> = {
  react: 'Reaccionar',
  reactMore: 'Más emojis',
  reactSearch: 'Buscar emoji',
  reactNone: 'Ningún emoji se llama así.',
  reactions: 'Reacciones',
  reactionsShow: 'Mostrar {count} más',
  edit: 'Editar',
  editing: 'Editando',
  editCancel: 'Cancelar la edición',
  editEmpty: 'Hacen falta palabras. Para retirar el mensaje, elimínalo.',
  editTooLong: 'Es demasiado largo para una edición. Acórtalo o envía un mensaje nuevo.',
  editedShow: 'Editado. Mostrar lo que decía antes',
  versions: 'Lo que decía antes',
  versionNow: 'Ahora',
  announceEdited: '{name} ha editado: {text}',
  announceReaction: '{name} ha reaccionado con {emoji}',
  emojiNames:
    'sonrisa amplia,sonrisa alegre,lágrimas de risa,morirse de risa,sonrisa leve,boca abajo,guiño,sonrisa sonrojada,ángel aureola,ojos de corazón amor,beso,abrazo,guay gafas,fiesta,pensar,neutral,ojos en blanco,mueca,sorpresa vaya,grito,alucinar,dormir cansancio,triste lágrima,llorar,enfado,pulgar arriba sí,pulgar abajo no,aplauso,manos arriba hurra,gracias por favor,saludo hola,mano OK,victoria paz,dedos cruzados suerte,fuerte músculo,apretón de manos,ojos mirar,corazón amor,corazón roto,cien,fuego,destellos,estrella,marca hecho,cruz mal,pregunta,exclamación,confeti celebrar,tarta cumpleaños,regalo,sol,lluvia,arcoíris,brote planta,flor,pájaro,gato,perro,café té,pizza,manzana,cerveza salud,cohete,bicicleta,casa,despertador,bombilla idea,chincheta,cámara foto,música,fútbol,dinero',
};
