import { routes } from '../../../../protocol/routes.ts';
import type { ContactAnswers } from '../../../core/contacts/answering.ts';
import { endpoint } from '../endpoint.ts';

export const getContact = (answers: ContactAnswers) =>
  endpoint(routes.getContact, ({ params, session }) => answers.opening(session, params.conversation));

export const removeContact = (answers: ContactAnswers) =>
  endpoint(routes.removeContact, ({ params, session }) => answers.remove(session, params.conversation));
