import { gpuTest } from '../support/gpu.ts';
import { componentStages } from './components-stages.ts';

componentStages(gpuTest);
