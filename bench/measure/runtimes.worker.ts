import { answerOnOneThread } from './one-thread.ts';
import { measureRuntimes } from './runtimes.ts';

answerOnOneThread(measureRuntimes);
