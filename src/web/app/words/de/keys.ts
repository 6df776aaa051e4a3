import type { keys as english } from '../en/keys.ts';
import type { Translation } from '../message.ts';

export const keys: Translation<typeof english> = {
  keys: 'Tasten',
  keysText: 'Alles hier geht auch ohne Maus.',
  keysShow: 'Tasten zeigen',
  keysAnywhere: 'Überall',
  keysSwitcher: 'Zu einer Person, einem Raum, einer Seite',
  keysSearch: 'Nachrichten suchen',
  keysNext: 'Nächste in der Liste',
  keysPrevious: 'Vorige in der Liste',
  keysNextUnread: 'Nächste ungelesene',
  keysPreviousUnread: 'Vorige ungelesene',
  keysHelp: 'Diese Tasten',
  keysWriting: 'Beim Schreiben',
  keysSend: 'Senden',
  keysLine: 'Neue Zeile',
  keysEdit: 'Im leeren Feld: die letzte eigene Nachricht bearbeiten',
  keysMoving: 'In Listen und Nachrichten',
  keysThrough: 'Auf und ab',
  keysEnds: 'Erste und letzte',
  keysOut: 'Schließen, oder ein Schritt zurück',
  switcher: 'Gehe zu',
  switcherField: 'Gehe zu',
  switcherHint: 'Eine Person, ein Raum, eine Seite',
  switcherNone: 'So beginnt hier nichts.',
  switcherNew: '@{name} suchen',
};
