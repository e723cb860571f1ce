import { gpuTest } from '../support/gpu.ts';
import { principalMapStage } from './principal-map-stages.ts';

principalMapStage(gpuTest);
