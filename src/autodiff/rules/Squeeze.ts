export { reshapeBack as Squeeze } from '../reshape-back.ts';
