import { cpuTest } from '../support/stage-test.ts';
import { copyStages } from './copies-stages.ts';

copyStages(cpuTest);
