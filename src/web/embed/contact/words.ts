import type { Language } from '../words/language.ts';

export interface ContactWords {
  readonly loading: string;
  readonly sealed: string;
  readonly emailHint: string;
  readonly notify: string;
  readonly notifyHint: string;
  readonly sent: string;
  readonly keep: string;
  readonly link: string;
  readonly copy: string;
  readonly copied: string;
  readonly open: string;
  readonly closed: string;
  readonly unreachable: string;
  readonly tryAgain: string;
}

export const contactWords: Readonly<Record<Language, ContactWords>> = {
  en: {
    loading: 'The form is loading',
    sealed: 'What you write is sealed in your browser. The server cannot read it, only those who answer can.',
    emailHint: 'sealed with your message',
    notify: 'Tell me by e-mail when there is an answer',
    notifyHint: 'The server is then told your e-mail address. The e-mail says only that there is an answer.',
    sent: 'Your message is sent.',
    keep: 'Keep this link: it is the only way to read the answer. Whoever has it can read it.',
    link: 'Your private link',
    copy: 'Copy link',
    copied: 'Copied',
    open: 'Open the conversation',
    closed: 'Messages are not taken at the moment.',
    unreachable: 'The form cannot be shown just now.',
    tryAgain: 'Try again',
  },
  de: {
    loading: 'Das Formular wird geladen',
    sealed:
      'Was Sie schreiben, wird in Ihrem Browser versiegelt. Der Server kann es nicht lesen, nur wer antwortet, kann es.',
    emailHint: 'mit Ihrer Nachricht versiegelt',
    notify: 'Per E-Mail Bescheid geben, wenn eine Antwort da ist',
    notifyHint: 'Der Server erfährt dann Ihre E-Mail-Adresse. In der E-Mail steht nur, dass eine Antwort da ist.',
    sent: 'Ihre Nachricht ist gesendet.',
    keep: 'Bewahren Sie diesen Link auf: Nur mit ihm lässt sich die Antwort lesen. Wer ihn hat, kann sie lesen.',
    link: 'Ihr privater Link',
    copy: 'Link kopieren',
    copied: 'Kopiert',
    open: 'Unterhaltung öffnen',
    closed: 'Im Moment werden keine Nachrichten angenommen.',
    unreachable: 'Das Formular kann gerade nicht angezeigt werden.',
    tryAgain: 'Noch einmal versuchen',
  },
  fr: {
    loading: 'Le formulaire se charge',
    sealed:
      'Ce que vous écrivez est scellé dans votre navigateur. Le serveur ne peut pas le lire, seuls ceux qui répondent le peuvent.',
    emailHint: 'scellée avec votre message',
    notify: 'Me prévenir par e-mail quand il y a une réponse',
    notifyHint: 'Le serveur connaît alors votre adresse e-mail. L’e-mail dit seulement qu’il y a une réponse.',
    sent: 'Votre message est envoyé.',
    keep: 'Gardez ce lien : c’est le seul moyen de lire la réponse. Quiconque l’a peut la lire.',
    link: 'Votre lien privé',
    copy: 'Copier le lien',
    copied: 'Copié',
    open: 'Ouvrir la conversation',
    closed: 'Aucun message n’est accepté pour le moment.',
    unreachable: 'Le formulaire ne peut pas être affiché pour l’instant.',
    tryAgain: 'Réessayer',
  },
  es: {
    loading: 'El formulario se está cargando',
    sealed: 'Lo que escribe se sella en su navegador. El servidor no puede leerlo; solo pueden quienes responden.',
    emailHint: 'sellado con su mensaje',
    notify: 'Avisarme por correo cuando haya una respuesta',
    notifyHint: 'El servidor conoce entonces su dirección de correo. El correo solo dice que hay una respuesta.',
    sent: 'Su mensaje está enviado.',
    keep: 'Guarde este enlace: es la única manera de leer la respuesta. Quien lo tenga puede leerla.',
    link: 'Su enlace privado',
    copy: 'Copiar el enlace',
    copied: 'Copiado',
    open: 'Abrir la conversación',
    closed: 'En este momento no se aceptan mensajes.',
    unreachable: 'El formulario no se puede mostrar en este momento.',
    tryAgain: 'Intentarlo de nuevo',
  },
};
