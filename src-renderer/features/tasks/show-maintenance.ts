import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useView } from '../../app/view.ts';
import { orpc } from '../../lib/rpc/client.ts';

const settings = z.object({ ui: z.object({ include_maintenance_jobs: z.boolean() }) });

/** Whether the panel shows the work of maintenance: what was switched here, or else what the library's settings say. */
export function useShowMaintenance(): boolean {
  const switched = useView((view) => view.showMaintenance);
  const { data } = useQuery({ ...orpc.settings.get.queryOptions(), enabled: switched === null });
  if (switched !== null) return switched;
  const parsed = settings.safeParse(data?.config);
  return parsed.success && parsed.data.ui.include_maintenance_jobs;
}
