import { Worker } from 'node:worker_threads';
import type { RecordCondition, RecordIndex, RecordPage } from '../../core/ports.ts';
import { StoreUnavailable } from '../../core/unavailable.ts';
import { nothingCounted, type Spans } from './counting.ts';
import type { AnswerTo, FromWorker, Question, ToWorker } from './messages.ts';
import { nothingFound } from './searching.ts';

/** So many questions may wait. */
const MOST_WAITING = 64;
/** What grows is told to the thread at most so often; milliseconds. */
const TELL_EVERY = 50;
/** After an end that nobody wanted the thread begins again, later each time; milliseconds. */
const AGAIN = { first: 1000, last: 60_000 };

interface IndexOptions {
  /** The data folder; `index` has to be in it. */
  readonly folder: string;
  /** Told of what went wrong behind the scenes; nothing is lost by it. */
  readonly report: (error: Error) => void;
  /** For tests: another thread than ours. */
  readonly thread?: URL;
}

interface Waiting {
  readonly answer: (answer: AnswerTo<Question>) => void;
  /** What is answered when the thread has ended. */
  readonly nothing: AnswerTo<Question>;
}

/**
 * An index of what is in DATA/streams, kept in DATA/index/records.db by a thread of its own, which starts when there is
 * something to do for it.
 */
export function openRecordIndex(options: IndexOptions): RecordIndex {
  return new WorkerIndex(options);
}

class WorkerIndex implements RecordIndex {
  readonly #options: IndexOptions;
  /** How far each stream has come; a thread that begins again is told all of it. */
  readonly #heads = new Map<string, number>();
  readonly #news = new Set<string>();
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #asked = 0;
  #telling: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  #wait = AGAIN.first;
  #closed: Promise<void> | null = null;

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  grown(machine: string, head: number): void {
    if (this.#closed || (this.#heads.get(machine) ?? 0) >= head) return;
    this.#heads.set(machine, head);
    this.#news.add(machine);
    this.#telling ??= setTimeout(() => this.#tell(), TELL_EVERY).unref();
  }

  search(
    machine: string,
    condition: RecordCondition,
    page: RecordPage,
  ): Promise<AnswerTo<Question & { kind: 'search' }>> {
    return this.#ask({ kind: 'search', machine, condition, page }, nothingFound(page));
  }

  counts(machine: string, asked: Spans): Promise<AnswerTo<Question & { kind: 'counts' }>> {
    return this.#ask({ kind: 'counts', machine, asked }, nothingCounted(asked));
  }

  tidy(): void {
    if (this.#heads.size > 0) this.#post({ about: 'tidy' });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#telling) clearTimeout(this.#telling);
    if (this.#again) clearTimeout(this.#again);
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ about: 'close' } satisfies ToWorker);
    await ended;
  }

  /** @param nothing what is answered while there is no thread */
  #ask<Asked extends Question>(question: Asked, nothing: AnswerTo<Asked>): Promise<AnswerTo<Asked>> {
    if (this.#closed) return Promise.reject(new StoreUnavailable('closed'));
    if (this.#waiting.size >= MOST_WAITING) return Promise.reject(new StoreUnavailable('busy'));
    const no = ++this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(no, { answer: (answer) => resolve(answer as AnswerTo<Asked>), nothing });
      this.#post({ about: 'question', no, question });
    });
  }

  #tell(): void {
    this.#telling = null;
    const heads = [...this.#news].map((machine) => [machine, this.#heads.get(machine) ?? 0] as const);
    this.#news.clear();
    this.#post({ about: 'heads', heads });
  }

  #post(message: ToWorker): void {
    if (this.#again) this.#answerNothing();
    else (this.#worker ??= this.#start()).postMessage(message);
  }

  #start(): Worker {
    const { folder, thread = new URL('./worker.ts', import.meta.url) } = this.#options;
    const worker = new Worker(thread, { workerData: { folder } });
    worker.on('message', (message: FromWorker) => this.#heard(message));
    worker.on('error', (error) => this.#options.report(new Error('the index has stopped', { cause: error })));
    worker.on('exit', () => this.#ended());
    const heads = [...this.#heads];
    if (heads.length > 0) worker.postMessage({ about: 'heads', heads } satisfies ToWorker);
    return worker;
  }

  #heard(message: FromWorker): void {
    if (message.about === 'report') return this.#options.report(message.error);
    this.#wait = AGAIN.first;
    this.#waiting.get(message.no)?.answer(message.answer);
    this.#waiting.delete(message.no);
  }

  #ended(): void {
    this.#worker = null;
    if (!this.#closed) {
      this.#again = setTimeout(() => {
        this.#again = null;
        if (this.#heads.size > 0) this.#worker ??= this.#start();
      }, this.#wait).unref();
      this.#wait = Math.min(this.#wait * 2, AGAIN.last);
    }
    this.#answerNothing();
  }

  #answerNothing(): void {
    for (const { answer, nothing } of this.#waiting.values()) answer(nothing);
    this.#waiting.clear();
  }
}
