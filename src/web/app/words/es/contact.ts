import type { contact as english } from '../en/contact.ts';
import type { Translation } from '../message.ts';

export const contact: Translation<typeof english> = {
  contactVisitor: 'Visitante',
  contactName: '{name} (visitante)',
  contactFrom: 'visitante, por el formulario «{title}»',
  contactSealed: 'Sellado. El servidor no puede leerlo.',
  contactLink: '{name} lo lee con un enlace privado.',
  contactEmail: 'Dirección de correo que indicó {name}',
  contactUnreadable:
    'No puedes leer esto: se selló para otras personas que responden, o para claves que esta cuenta tenía antes de restablecerse.',
  contactDeleteMessage: 'Desaparecerá de tus dispositivos. Los demás en esta conversación lo conservan.',
  contactDeleteTitle: '¿Eliminar la conversación con {name}?',
  contactDeleteText:
    'Para todos: desaparecerá del servidor, para quienes responden y para {name}. Para ti: los demás que responden la conservan, y {name} puede seguir leyéndola.',
};
