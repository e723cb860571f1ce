/** The Lens's worker, whose GPU can be made to fail. */
import './disturbed.ts';
import '../../../src/pipeline/worker/worker.ts';
