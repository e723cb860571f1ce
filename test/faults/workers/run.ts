/** A run's worker, whose GPU can be made to fail. */
import './disturbed.ts';
import '../../../src/runs/worker.ts';
