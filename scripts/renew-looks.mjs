/** Renews the pictures in test/looks: `npm run looks:renew`. Look at what changed before committing it. */
import { runTool } from './test/run-tool.mjs';

process.env['CAM_LENS_RENEW_LOOKS'] = '1';
process.exitCode = await runTool(['vitest', 'vitest.mjs', 'run', '--project', 'full', 'test/looks.full.test.ts']);
