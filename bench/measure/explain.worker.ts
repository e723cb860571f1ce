import { measureExplanations } from './explain.ts';
import { answerOnOneThread } from './one-thread.ts';

answerOnOneThread((options) => measureExplanations(options));
