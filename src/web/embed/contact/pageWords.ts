import type { Language } from '../words/language.ts';

export interface PageWords {
  readonly you: string;
  readonly answerer: string;
  readonly keep: string;
  readonly sealed: string;
  readonly conversation: string;
  readonly waiting: string;
  readonly message: string;
  readonly send: string;
  readonly tooLong: string;
  readonly empty: string;
  readonly unreadable: string;
  readonly broken: string;
  readonly gone: string;
  readonly notSent: string;
  readonly busy: string;
  readonly offline: string;
  readonly fresh: string;
  readonly end: string;
  readonly endQuestion: string;
  readonly endNow: string;
  readonly cancel: string;
  readonly ended: string;
}

export const pageWords: Readonly<Record<Language, PageWords>> = {
  en: {
    you: 'You',
    answerer: 'Answer',
    keep: 'Keep this link: it is the only way to read the answer. Whoever has it can read it. Those who answer see that you have read it.',
    sealed: 'Sealed. The server cannot read this.',
    conversation: 'Conversation',
    waiting: 'There is no answer yet. This page looks for one by itself.',
    message: 'Write again',
    send: 'Send',
    tooLong: 'This is too long: 10,000 characters at most.',
    empty: 'Write a message.',
    unreadable: 'This cannot be read: it was taken away, or altered.',
    broken: 'This link is not whole. Copy all of it, to the last character.',
    gone: 'There is nothing here. The conversation was deleted, or the link is not the right one.',
    notSent: 'This could not be sent just now. What you wrote is still here.',
    busy: 'There is a lot coming in just now. Please try again in a minute.',
    offline: 'The server cannot be reached just now. This page tries again by itself.',
    fresh: 'There is an answer.',
    end: 'End this link',
    endQuestion:
      'Nobody can read the conversation with this link any more, you included. What you wrote stays with those who received it.',
    endNow: 'End it',
    cancel: 'Cancel',
    ended: 'This link has ended.',
  },
  de: {
    you: 'Sie',
    answerer: 'Antwort',
    keep: 'Bewahren Sie diesen Link auf: Nur mit ihm lässt sich die Antwort lesen. Wer ihn hat, kann sie lesen. Wer antwortet, sieht, dass Sie sie gelesen haben.',
    sealed: 'Versiegelt. Der Server kann das nicht lesen.',
    conversation: 'Unterhaltung',
    waiting: 'Es ist noch keine Antwort da. Diese Seite sieht von selbst nach.',
    message: 'Noch einmal schreiben',
    send: 'Senden',
    tooLong: 'Das ist zu lang: höchstens 10.000 Zeichen.',
    empty: 'Schreiben Sie eine Nachricht.',
    unreadable: 'Das lässt sich nicht lesen: Es wurde entfernt oder verändert.',
    broken: 'Dieser Link ist nicht vollständig. Kopieren Sie ihn bis zum letzten Zeichen.',
    gone: 'Hier ist nichts. Die Unterhaltung wurde gelöscht, oder es ist nicht der richtige Link.',
    notSent: 'Das konnte gerade nicht gesendet werden. Was Sie geschrieben haben, ist noch da.',
    busy: 'Im Moment kommt sehr viel an. Bitte versuchen Sie es in einer Minute noch einmal.',
    offline: 'Der Server ist gerade nicht erreichbar. Diese Seite versucht es von selbst wieder.',
    fresh: 'Es ist eine Antwort da.',
    end: 'Diesen Link beenden',
    endQuestion:
      'Mit diesem Link kann dann niemand mehr die Unterhaltung lesen, auch Sie nicht. Was Sie geschrieben haben, bleibt bei denen, die es bekommen haben.',
    endNow: 'Beenden',
    cancel: 'Abbrechen',
    ended: 'Dieser Link ist beendet.',
  },
  fr: {
    you: 'Vous',
    answerer: 'Réponse',
    keep: 'Gardez ce lien : c’est le seul moyen de lire la réponse. Quiconque l’a peut la lire. Ceux qui répondent voient que vous l’avez lue.',
    sealed: 'Scellé. Le serveur ne peut pas le lire.',
    conversation: 'Conversation',
    waiting: 'Il n’y a pas encore de réponse. Cette page regarde d’elle-même.',
    message: 'Écrire encore',
    send: 'Envoyer',
    tooLong: 'C’est trop long : 10 000 caractères au plus.',
    empty: 'Écrivez un message.',
    unreadable: 'Ceci ne peut pas être lu : il a été retiré ou modifié.',
    broken: 'Ce lien n’est pas entier. Copiez-le jusqu’au dernier caractère.',
    gone: 'Il n’y a rien ici. La conversation a été supprimée, ou ce n’est pas le bon lien.',
    notSent: 'L’envoi n’a pas été possible. Ce que vous avez écrit est toujours là.',
    busy: 'Il arrive beaucoup de messages en ce moment. Réessayez dans une minute.',
    offline: 'Le serveur n’est pas joignable pour l’instant. Cette page réessaie d’elle-même.',
    fresh: 'Il y a une réponse.',
    end: 'Mettre fin à ce lien',
    endQuestion:
      'Plus personne ne pourra lire la conversation avec ce lien, vous non plus. Ce que vous avez écrit reste chez ceux qui l’ont reçu.',
    endNow: 'Mettre fin',
    cancel: 'Annuler',
    ended: 'Ce lien a pris fin.',
  },
  es: {
    you: 'Usted',
    answerer: 'Respuesta',
    keep: 'Guarde este enlace: es la única manera de leer la respuesta. Quien lo tenga puede leerla. Quienes responden ven que la ha leído.',
    sealed: 'Sellado. El servidor no puede leerlo.',
    conversation: 'Conversación',
    waiting: 'Todavía no hay respuesta. Esta página lo comprueba por sí sola.',
    message: 'Escribir otra vez',
    send: 'Enviar',
    tooLong: 'Es demasiado largo: 10.000 caracteres como máximo.',
    empty: 'Escriba un mensaje.',
    unreadable: 'Esto no se puede leer: se quitó o se alteró.',
    broken: 'Este enlace no está completo. Cópielo hasta el último carácter.',
    gone: 'Aquí no hay nada. La conversación se borró, o el enlace no es el correcto.',
    notSent: 'No se ha podido enviar ahora. Lo que escribió sigue aquí.',
    busy: 'Ahora mismo llegan muchos mensajes. Inténtelo de nuevo en un minuto.',
    offline: 'No se puede llegar al servidor ahora. Esta página lo intenta de nuevo por sí sola.',
    fresh: 'Hay una respuesta.',
    end: 'Terminar este enlace',
    endQuestion:
      'Nadie podrá leer ya la conversación con este enlace, tampoco usted. Lo que escribió queda con quienes lo recibieron.',
    endNow: 'Terminar',
    cancel: 'Cancelar',
    ended: 'Este enlace ha terminado.',
  },
};
