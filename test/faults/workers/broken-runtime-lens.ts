/** The Lens's worker, to which WebAssembly comes broken. */
import './broken-runtime.ts';
import '../../../src/pipeline/worker/worker.ts';
