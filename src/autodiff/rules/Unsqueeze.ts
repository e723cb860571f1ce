export { reshapeBack as Unsqueeze } from '../reshape-back.ts';
