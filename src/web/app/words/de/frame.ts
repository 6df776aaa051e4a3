import type { frame as english } from '../en/frame.ts';
import { plural, type Translation } from '../message.ts';

export const frame: Translation<typeof english> = {
  waxwing: 'Waxwing',
  titleUnread: '({count}) Waxwing',
  navigation: 'Hauptmenü',
  inbox: 'Posteingang',
  settings: 'Einstellungen',
  navUnread: plural('count', '# ungelesene Nachricht', '# ungelesene Nachrichten'),
  offline: 'Du bist offline. Was du schreibst, wird gesendet, sobald du wieder verbunden bist.',
  outdated: 'Waxwing wurde aktualisiert.',
  outdatedText: 'Lade neu, um weiterzumachen. Nichts geht verloren.',
  newVersion: 'Eine neue Version von Waxwing ist bereit.',
  newVersionText: 'Nach dem Neuladen gilt sie in allen deinen Tabs. Nichts geht verloren.',
  reload: 'Neu laden',
  starting: 'Waxwing wird geöffnet',
  elsewhereHeading: 'Waxwing ist in einem anderen Tab offen',
  elsewhereText: 'Hier geht es nur in einem Tab zugleich.',
  elsewhereButton: 'Hier weitermachen',
  storageHeading: 'Waxwing kann in diesem Browser nichts speichern',
  storageText:
    'Deine Schlüssel und Nachrichten liegen im Speicher des Browsers, und der ist für Waxwing gesperrt. Erlaube dieser Website, Daten zu speichern, oder verlass das private Fenster, und versuche es noch einmal.',
  unloadedHeading: 'Waxwing wurde nicht geladen',
  brokenHeading: 'Auf dieser Seite ging etwas schief',
  brokenText: 'Nichts Gesendetes ist verloren. Lade neu, um weiterzumachen.',
  notFound: 'Hier ist nichts',
  notFoundText: 'Vielleicht enthält die Adresse einen Tippfehler.',
};
