/** docs/api.md is what the source says: `npm run docs:renew` renews it. docs/elements.md is tested with the guide. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apiReference } from '../scripts/docs/api-reference.ts';

const root = join(import.meta.dirname, '..');

it('docs/api.md is current', async () => {
  await expect(apiReference(root)).toMatchFileSnapshot(join(root, 'docs/api.md'));
});
