import { cpuTest } from '../support/stage-test.ts';
import { mapStages } from './maps-stages.ts';

mapStages(cpuTest);
