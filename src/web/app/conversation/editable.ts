import type { Item } from '../../../client/api.ts';

/** One's own text, once the server has it. */
export const isEditable = ({ mine, seq, body }: Item): boolean => mine && seq !== null && body.type === 'text';

export const textOf = ({ body }: Item): string => (body.type === 'text' ? body.text : '');
