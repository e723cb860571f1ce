export { reshapeBack as Flatten } from '../reshape-back.ts';
