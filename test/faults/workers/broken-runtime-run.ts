/** A run's worker, to which WebAssembly comes broken. */
import './broken-runtime.ts';
import '../../../src/runs/worker.ts';
