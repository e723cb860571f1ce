/** Writes the stored run: only a worker may write in place to a file in the origin private file system. */
import { serve } from '../pipeline/worker/serve.ts';
import { keptFile, type Folder } from './kept-file.ts';

// Only the types for workers declare the synchronous file handle.
serve(keptFile(async () => (await navigator.storage.getDirectory()) as unknown as Folder));
