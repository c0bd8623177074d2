import { useQuery } from '@tanstack/react-query';
import type { ScanAction } from '../../../src-preload/contract/batch.ts';
import { orpc } from '../../lib/rpc/client.ts';

/** The switch of `sync` that an action needs. */
const SWITCHES: Partial<Record<ScanAction, string>> = {
  metadata_import: 'allowManualImport',
  metadata_write: 'allowManualWrite',
};

/** Whether the settings of this library let a person do something by hand. True until they are known: the engine asks too. */
export function useAllowed(): (action: ScanAction) => boolean {
  const { data } = useQuery(orpc.settings.get.queryOptions());
  const sync = data?.config.sync as Record<string, unknown> | undefined;
  return (action) => {
    const needed = SWITCHES[action];
    return needed === undefined || sync?.[needed] !== false;
  };
}
