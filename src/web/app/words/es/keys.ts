import type { keys as english } from '../en/keys.ts';
import type { Translation } from '../message.ts';

export const keys: Translation<typeof english> = {
  keys: 'Teclas',
  keysText: 'Todo aquí se puede hacer sin ratón.',
  keysShow: 'Mostrar las teclas',
  keysAnywhere: 'En todas partes',
  keysSwitcher: 'Ir a una persona, una sala o una página',
  keysSearch: 'Buscar mensajes',
  keysNext: 'Siguiente de la lista',
  keysPrevious: 'Anterior de la lista',
  keysNextUnread: 'Siguiente sin leer',
  keysPreviousUnread: 'Anterior sin leer',
  keysHelp: 'Estas teclas',
  keysWriting: 'Al escribir',
  keysSend: 'Enviar',
  keysLine: 'Línea nueva',
  keysEdit: 'En un campo vacío: editar tu último mensaje',
  keysMoving: 'En listas y mensajes',
  keysThrough: 'Subir y bajar',
  keysEnds: 'Primero y último',
  keysOut: 'Cerrar, o un paso atrás',
  switcher: 'Ir a',
  switcherField: 'Ir a',
  switcherHint: 'Una persona, una sala, una página',
  switcherNone: 'Nada empieza así.',
  switcherNew: 'Buscar a @{name}',
};
