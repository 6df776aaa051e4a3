import type { reactions as english } from '../en/reactions.ts';
import type { Translation } from '../message.ts';

export const reactions: Translation<typeof english> = {
  react: 'Reagieren',
  reactMore: 'Mehr Emoji',
  reactSearch: 'Emoji suchen',
  reactNone: 'Kein Emoji heißt so.',
  reactions: 'Reaktionen',
  reactionsShow: '{count} weitere zeigen',
  edit: 'Bearbeiten',
  editing: 'Nachricht bearbeiten',
  editCancel: 'Bearbeiten abbrechen',
  editEmpty: 'Hier fehlen Worte. Um die Nachricht zurückzunehmen, lösche sie.',
  editTooLong: 'Das ist zu lang zum Bearbeiten. Kürze es oder sende eine neue Nachricht.',
  editedShow: 'Bearbeitet. Zeigen, was vorher da stand',
  versions: 'Was vorher da stand',
  versionNow: 'Jetzt',
  announceEdited: '{name} hat bearbeitet: {text}',
  announceReaction: '{name} hat mit {emoji} reagiert',
  emojiNames:
    'grinsend,fröhlich lächeln,Freudentränen lachen,Lachkrampf lachen,leichtes Lächeln,kopfüber,zwinkern,verlegen lächeln,Engel Heiligenschein,verliebt Herzaugen,Kuss,Umarmung,cool Sonnenbrille,feiern Party,nachdenken,neutral,Augen rollen,Grimasse,überrascht staunen,schreien,fassungslos,schlafen müde,traurig Träne,weinen,wütend,Daumen hoch ja,Daumen runter nein,klatschen Applaus,Hände hoch hurra,danke bitte,winken hallo,Okay Hand,Victory Frieden,Daumen drücken Glück,stark Muskel,Handschlag,Augen schauen,Herz Liebe,gebrochenes Herz,hundert,Feuer,Funkeln,Stern,Haken erledigt,Kreuz falsch,Frage,Ausruf,Konfetti feiern,Geburtstag Kuchen,Geschenk,Sonne,Regen,Regenbogen,Setzling Pflanze,Blüte Blume,Vogel,Katze,Hund,Kaffee Tee,Pizza,Apfel,Bier Prost,Rakete,Fahrrad,Haus Zuhause,Wecker Uhr,Glühbirne Idee,Nadel,Kamera Foto,Musik,Fußball,Geld',
};
