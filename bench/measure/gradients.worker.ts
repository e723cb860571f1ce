import { measureGradients } from './gradients.ts';
import { answerOnOneThread } from './one-thread.ts';

answerOnOneThread(measureGradients);
