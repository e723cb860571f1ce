export { reshapeBack as Reshape } from '../reshape-back.ts';
