import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../core/refusal.ts';
import { sendSorry } from './pages.ts';

/** Where programs ask, whatever they say that they take. */
const PROGRAMS = /^\/(api|v1|ingest|metrics|healthz|readyz|\.well-known)([/?]|$)/;

/** Whether somebody has opened this address in a browser: only there pages are asked for by name. */
export const isOpened = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && !PROGRAMS.test(url) && /\btext\/html\b/.test(headers.accept ?? '');

/** A page that says that there is nothing, and leads to where there is something. */
export const sendNowhere = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendSorry(request, reply, new Refusal('not_found'));
