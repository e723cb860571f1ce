import { gpuTest } from '../support/gpu.ts';
import { mapStages } from './maps-stages.ts';

mapStages(gpuTest);
