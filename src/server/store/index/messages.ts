import type { CountedRecords, FoundRecords, RecordCondition, RecordPage } from '../../core/ports.ts';
import type { Spans } from './counting.ts';

// What goes between the index and the thread that it works in.

export type Question =
  | {
      readonly kind: 'search';
      readonly machine: string;
      readonly condition: RecordCondition;
      readonly page: RecordPage;
    }
  | { readonly kind: 'counts'; readonly machine: string; readonly asked: Spans };

export type AnswerTo<Asked extends Question> = Asked extends { kind: 'search' } ? FoundRecords : CountedRecords;

export type ToWorker =
  | { readonly about: 'heads'; readonly heads: readonly (readonly [machine: string, head: number])[] }
  | { readonly about: 'question'; readonly no: number; readonly question: Question }
  | { readonly about: 'tidy' | 'close' };

export type FromWorker =
  | { readonly about: 'answer'; readonly no: number; readonly answer: FoundRecords | CountedRecords }
  | { readonly about: 'report'; readonly error: Error };
