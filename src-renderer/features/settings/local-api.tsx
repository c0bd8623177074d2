import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { problemText } from '../../../src-preload/contract/problem-texts.ts';
import type { LocalApi } from '../../../src-preload/contract/system.ts';
import { announce } from '../../app/live-regions.tsx';
import { client, orpc } from '../../lib/rpc/client.ts';
import { MenuCheck, MenuItem } from '../../ui/menu.tsx';
import { useAction } from '../tasks/use-action.ts';
import styles from './local-api.module.css';

/** Lets other programs of this machine use the open library. Nothing where there is no desktop, as in a browser. */
export function LocalApiChoice() {
  const status = useQuery(orpc.system.localApi.queryOptions({ staleTime: 0 })).data;
  const queries = useQueryClient();
  const run = useAction();
  if (status === undefined) return null;
  const change = (on: boolean) =>
    run(async () => {
      queries.setQueryData(orpc.system.localApi.queryKey(), await client.system.setLocalApi({ on }));
    });
  const copy = (what: 'url' | 'token') =>
    run(async () => {
      const isDone = await client.system.copyLocalApi({ what });
      // The menu has closed: nothing else shows that it was done.
      const title = isDone
        ? `The ${COPIED[what]} is in the clipboard`
        : 'Nothing was copied: the local API is off by now';
      announce(title);
      toast[isDone ? 'success' : 'error'](title, { testId: 'toast' });
    });
  return (
    <>
      <MenuCheck checked={status.on} onChange={change} note={noteOf(status)}>
        Local API
      </MenuCheck>
      {status.url !== null && (
        <>
          <MenuItem onClick={() => copy('url')}>
            Copy address
            <code className={styles.value}>{`${status.url}/api`}</code>
          </MenuItem>
          <MenuItem onClick={() => copy('token')}>
            Copy token
            <code className={styles.value}>{status.token}</code>
          </MenuItem>
        </>
      )}
    </>
  );
}

const COPIED = { url: 'address', token: 'token' } as const;

function noteOf({ on, problem }: LocalApi): string | undefined {
  if (problem !== null) return `It could not be started. ${problemText({ code: problem }).sentence}`;
  return on ? undefined : 'Lets commands and scripts on this computer use the open library';
}
