import { gpuTest } from '../support/gpu.ts';
import { copyStages } from './copies-stages.ts';

copyStages(gpuTest);
