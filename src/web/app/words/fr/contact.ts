import type { contact as english } from '../en/contact.ts';
import type { Translation } from '../message.ts';

export const contact: Translation<typeof english> = {
  contactVisitor: 'Visiteur',
  contactName: '{name} (visiteur)',
  contactFrom: 'visiteur, par le formulaire « {title} »',
  contactSealed: 'Scellé. Le serveur ne peut pas le lire.',
  contactLink: '{name} le lit sous un lien privé.',
  contactEmail: 'Adresse e-mail indiquée par {name}',
  contactUnreadable:
    'Vous ne pouvez pas lire ceci : c’était scellé pour d’autres personnes qui répondent, ou pour des clés que ce compte avait avant une réinitialisation.',
  contactDeleteMessage: 'Il disparaîtra de vos appareils. Les autres personnes de cette conversation le gardent.',
  contactDeleteTitle: 'Supprimer la conversation avec {name} ?',
  contactDeleteText:
    'Pour tout le monde : elle disparaîtra du serveur, pour toutes les personnes qui répondent et pour {name}. Pour vous : les autres qui répondent la gardent, et {name} peut toujours la lire.',
};
