import { cpuTest } from '../support/stage-test.ts';
import { principalMapStage } from './principal-map-stages.ts';

principalMapStage(cpuTest);
