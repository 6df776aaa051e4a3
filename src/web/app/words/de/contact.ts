import type { contact as english } from '../en/contact.ts';
import type { Translation } from '../message.ts';

export const contact: Translation<typeof english> = {
  contactVisitor: 'Besucher',
  contactName: '{name} (Besucher)',
  contactFrom: 'Besucher, über das Formular „{title}“',
  contactSealed: 'Versiegelt. Der Server kann das nicht lesen.',
  contactLink: '{name} liest es unter einem privaten Link.',
  contactEmail: 'E-Mail-Adresse, die {name} angegeben hat',
  contactUnreadable:
    'Du kannst das nicht lesen: Es wurde für andere versiegelt, die antworten, oder für Schlüssel, die dieses Konto vor dem Zurücksetzen hatte.',
  contactDeleteMessage: 'Sie verschwindet von deinen Geräten. Alle anderen in dieser Unterhaltung behalten sie.',
  contactDeleteTitle: 'Unterhaltung mit {name} löschen?',
  contactDeleteText:
    'Für alle: Sie verschwindet vom Server, für alle, die antworten, und für {name}. Für dich: Die anderen, die antworten, behalten sie, und {name} kann sie weiter lesen.',
};
