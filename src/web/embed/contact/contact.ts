export { mountContact } from './mountContact.ts';
