import { cpuTest } from '../support/stage-test.ts';
import { layerMapStages } from './layer-maps-stages.ts';

layerMapStages(cpuTest);
