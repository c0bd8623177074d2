import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { orpc } from '../../lib/rpc/client.ts';

const settings = z
  .object({
    exif: z.object({
      readPreference: z.enum(['sidecar-first', 'embedded-first']),
      writeMode: z.enum(['sidecar-only', 'embedded-only', 'both']),
    }),
    sync: z.object({ allowManualImport: z.boolean(), allowManualWrite: z.boolean() }),
  })
  .transform(({ exif, sync }) => ({ ...exif, ...sync }));
export type MetadataSettings = z.infer<typeof settings>;

/** What the settings of the library say of metadata. Null until they are known. */
export function useMetadataSettings(): MetadataSettings | null {
  const { data } = useQuery(orpc.settings.get.queryOptions());
  const parsed = settings.safeParse(data?.config);
  return parsed.success ? parsed.data : null;
}
