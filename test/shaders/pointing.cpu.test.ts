import { cpuTest } from '../support/stage-test.ts';
import { pointingStage } from './pointing-stages.ts';

pointingStage(cpuTest);
