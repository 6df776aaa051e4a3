import type { ReactNode } from 'react';
import type { ClientState } from '../../../../src/client/api.ts';

/** A place that shows what others wrote. */
export interface Surface {
  readonly name: string;
  /** It, with that text as everything that others say there. */
  readonly of: (text: string) => ReactNode;
  /** Of the app around it, in which everybody else says that text, too. */
  readonly state?: Partial<ClientState>;
  /** How the text is to be read there; as it was written, unless this says otherwise. */
  readonly reads?: (text: string) => string;
  /** Parts of the text stand in elements of their own there: marks, addresses, what was searched for. */
  readonly marked?: true;
}
