import type { PublicWords } from './publicWords.ts';

export const fr: PublicWords = {
  language: 'fr',
  count: (comments) => (comments < 2 ? `${comments} commentaire` : `${comments} commentaires`),
  none: 'Pas encore de commentaires.',
  order: 'Ordre',
  oldest: 'Les plus anciens d’abord',
  newest: 'Les plus récents d’abord',
  more: 'Plus de commentaires',
  moreAnswers: (answers) => (answers < 2 ? `Encore ${answers} réponse` : `Encore ${answers} réponses`),
  all: 'Tous les commentaires',
  feed: 'Flux',
  reply: 'Répondre',
  replyTo: (name) => `Réponse à ${name}`,
  noReply: 'Ne répondre à personne',
  gone: 'Ce commentaire n’est plus là.',
  waits: 'En attente d’approbation. Visible de vous seulement.',
  edited: 'modifié',
  change: 'Modifier ou supprimer',
  save: 'Enregistrer',
  remove: 'Supprimer',
  write: 'Écrire un commentaire',
  name: 'Prénom',
  surname: 'Nom',
  optional: 'facultatif',
  email: 'E-mail',
  emailHint: 'Jamais affiché.',
  message: 'Message',
  messageHint: 'Vous pouvez utiliser *emphase*, `code`, > citations et liens.',
  leaveEmpty: 'Laissez ce champ vide',
  send: 'Envoyer',
  closed: 'Les commentaires sont fermés ici.',
  needsScript:
    'Les messages de ce formulaire sont scellés dans votre navigateur. Cela demande JavaScript. Sans lui, rien n’est envoyé.',
  check: 'Veuillez vérifier votre saisie',
  done: {
    waiting: 'Merci. Votre commentaire apparaîtra une fois relu.',
    shown: 'Merci. Votre commentaire est là.',
    edited: 'Votre commentaire a été modifié.',
    deleted: 'Votre commentaire a été supprimé.',
  },
  sorry: {
    not_found: 'Il n’y a rien ici.',
    too_many_requests:
      'Beaucoup a été écrit d’ici en peu de temps. Veuillez attendre une minute, puis envoyer de nouveau.',
    forbidden: 'Ce n’est plus possible.',
    foreign_origin: 'Ceci vient d’une page qui n’a pas de commentaires ici. Rien n’a été gardé.',
    invalid: 'Ceci n’a pas pu être lu. Veuillez revenir en arrière et réessayer.',
  },
  problem: (problem, most) =>
    ({
      required: 'Veuillez remplir ce champ.',
      too_long: `${most} caractères au plus, s’il vous plaît.`,
      not_an_address: 'Veuillez indiquer une adresse e-mail comme nom@example.org.',
      not_text: 'Certains caractères ne peuvent pas être affichés. Veuillez l’écrire autrement.',
    })[problem],
  notice: {
    subject: 'Il y a une réponse',
    text: (host) =>
      `Il y a une réponse à ce que vous avez écrit par un formulaire d’un site web.\n\nOuvrez le lien privé que vous avez gardé pour la lire. Il n’est pas dans cet e-mail.\n\n${host} envoie ceci parce que quelqu’un y a indiqué cette adresse. Il n’est pas nécessaire de répondre.\n`,
  },
};
