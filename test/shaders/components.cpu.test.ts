import { cpuTest } from '../support/stage-test.ts';
import { componentStages } from './components-stages.ts';

componentStages(cpuTest);
