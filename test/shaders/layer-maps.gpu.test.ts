import { gpuTest } from '../support/gpu.ts';
import { layerMapStages } from './layer-maps-stages.ts';

layerMapStages(gpuTest);
