import { gpuTest } from '../support/gpu.ts';
import { pointingStage } from './pointing-stages.ts';

pointingStage(gpuTest);
