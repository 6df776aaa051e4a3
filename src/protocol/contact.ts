import { z } from 'zod';
import { AccountId, ConversationId, Cursor, Hash, Seq, Time, sealedBytes } from './ids.ts';
import { limits } from './limits.ts';

// The contact form: what a visitor without an account and those who answer see of their conversation. The server sees that
// somebody wrote, when and how much, and to whom.

/** Those that the pages and letters for visitors are written in. */
export const VisitorLanguage = z.enum(['en', 'de', 'fr', 'es']).meta({ id: 'VisitorLanguage' });
export type VisitorLanguage = z.infer<typeof VisitorLanguage>;

/** To whom a visitor seals. It believes the server: it has nobody to compare with. */
export const ContactRecipients = z
  .object({
    /** The instance id, which the opening is bound to. */
    instance: z.string().min(1).max(128),
    recipients: z
      .array(
        z.object({
          account: AccountId,
          generation: z.int().positive(),
          /** X-Wing, the newest in the account's chain. */
          publicKey: sealedBytes(limits.boxKey),
        }),
      )
      .min(1)
      .max(limits.sealedRecipients),
    /** Whether this server can tell by e-mail that there is an answer. */
    notices: z.boolean(),
  })
  .meta({ id: 'ContactRecipients' });
export type ContactRecipients = z.infer<typeof ContactRecipients>;

/** A visitor begins a conversation. */
export const ContactSubmission = z
  .strictObject({
    /** 32 random bytes, made by the visitor. */
    conversation: ConversationId,
    /** The conversation's secret, with who it is, sealed to those who answer. */
    opening: sealedBytes(limits.contactOpening),
    /** The first line, under the secret. */
    line: sealedBytes(limits.contactLine),
    /** SHA-256 of the token that reads it. */
    reading: Hash,
    /** The server writes here when there is an answer; empty: nowhere. This alone is not sealed. */
    notify: z
      .string()
      .max(4 * limits.visitorEmail)
      .default(''),
    /** In which it does. */
    language: VisitorLanguage.default('en'),
    /** Nobody sees this field; whoever fills it is told that all is well, and nothing is kept. */
    website: z.string().max(limits.visitorEmail).default(''),
    token: z.string().max(limits.formToken),
    /** Of the form token, as for comments; a contact form takes nothing without. */
    proof: z.string().regex(/^[0-9]{1,16}$/),
  })
  .meta({ id: 'ContactSubmission' });
export type ContactSubmission = z.infer<typeof ContactSubmission>;

/** Where a line stands, for whoever reads with the token. */
export const ContactEntry = z
  .object({
    seq: Seq,
    side: z.enum(['visitor', 'answerers']),
    at: Time,
    /** Null once it was taken away. */
    sealed: z.string().nullable(),
  })
  .meta({ id: 'ContactEntry' });
export type ContactEntry = z.infer<typeof ContactEntry>;

/** A page of the conversation, from the line after `after`. */
export const ContactPage = z
  .object({
    /** Of the form. */
    title: z.string(),
    entries: z.array(ContactEntry).max(limits.entriesPage),
    head: Cursor,
    /** Whether the server writes an e-mail when there is an answer. */
    notified: z.boolean(),
  })
  .meta({ id: 'ContactPage' });
export type ContactPage = z.infer<typeof ContactPage>;

/** The visitor writes again, in the next place of the conversation: one that is taken is `log_moved`. */
export const VisitorLine = z
  .strictObject({ seq: Seq, sealed: sealedBytes(limits.contactLine) })
  .meta({ id: 'VisitorLine' });
export type VisitorLine = z.infer<typeof VisitorLine>;
