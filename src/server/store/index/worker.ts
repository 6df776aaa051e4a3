// The thread in which the index lives: it follows the streams and answers what is asked, one thing at a time.
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { count, nothingCounted } from './counting.ts';
import { IndexFile, IndexUnavailable, isDamage } from './indexFile.ts';
import { Indexer } from './indexer.ts';
import type { FromWorker, Question, ToWorker } from './messages.ts';
import { nothingFound, search } from './searching.ts';

const { folder } = workerData as { folder: string };
const now = (): number => performance.now();
const tell = (message: FromWorker): void => parentPort?.postMessage(message);
const report = (error: Error): void => tell({ about: 'report', error });

const file: IndexFile = new IndexFile({
  file: path.join(folder, 'index', 'records.db'),
  report,
  now,
  renewed: () => indexer.again(),
});
const indexer = new Indexer({ folder, file, report, now });

function answerTo(question: Question) {
  try {
    return question.kind === 'search'
      ? search(file.database, question.machine, question.condition, question.page, now)
      : count(file.database, question.machine, question.asked);
  } catch (error) {
    if (isDamage(error)) file.lost(error);
    else if (!(error instanceof IndexUnavailable)) report(new Error('a search failed', { cause: error }));
    return question.kind === 'search' ? nothingFound(question.page) : nothingCounted(question.asked);
  }
}

async function close(): Promise<void> {
  await indexer.stop();
  file.close();
  parentPort?.close();
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.about) {
    case 'heads':
      return indexer.grown(message.heads);
    case 'question':
      return tell({ about: 'answer', no: message.no, answer: answerTo(message.question) });
    case 'tidy':
      return indexer.tidy();
    case 'close':
      return void close();
  }
});
