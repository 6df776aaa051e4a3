import type { thisDevice as english } from '../en/thisDevice.ts';
import { plural, type Translation } from '../message.ts';

export const thisDevice: Translation<typeof english> = {
  installSection: 'Waxwing installieren',
  installText: 'Es bekommt ein eigenes Symbol und ein eigenes Fenster. Deine Nachrichten bleiben, wo sie sind.',
  install: 'Installieren',
  installByHand: 'Tippe in der Leiste von Safari auf Teilen und dann auf Zum Home-Bildschirm.',
  installed: 'Waxwing ist installiert.',
  storageSection: 'Speicher',
  storageSectionText: 'Was versiegelt auf diesem Gerät liegt, damit Waxwing schnell und auch ohne Netz aufgeht.',
  storedMessages: 'Nachrichten',
  storedAbout: 'etwa {count}',
  storedSize: 'Ihr Platz',
  storedApp: 'Platz der App',
  storageMayGo:
    'Der Browser darf alles löschen, wenn das Gerät voll wird. Du müsstest dich neu anmelden, und was noch nicht gesendet ist, wäre verloren.',
  keepStorage: 'Den Browser bitten, es zu behalten',
  storageKept: 'Der Browser behält es, bis du dich abmeldest.',
  storageKeptNow: 'Der Browser behält es.',
  storageNotKept:
    'Der Browser war nicht einverstanden. Oft ist er es, wenn Waxwing installiert oder ein paar Tage benutzt ist.',
  freeText:
    'Alte Nachrichten können von diesem Gerät weg. Die neuesten 100 jeder Unterhaltung bleiben und alles, was du nicht gelesen hast. Die anderen bleiben auf dem Server und kommen zurück, wenn du zu ihnen hochscrollst; bis dahin findet die Suche sie nicht.',
  freeNothing: 'Hier sind keine alten Nachrichten, die von diesem Gerät weg könnten.',
  freeNever:
    'Dieser Server löscht Nachrichten nach einiger Zeit. Alte gibt es vielleicht nur noch auf deinen Geräten, deshalb bleiben sie hier.',
  free: 'Platz schaffen',
  freeProgress: '{done} von {of} Unterhaltungen',
  freed: plural('count', '# Nachricht ist von diesem Gerät weg.', '# Nachrichten sind von diesem Gerät weg.'),
};
