import { useQuery, useQueryClient } from '@tanstack/react-query';
import { client, orpc } from '../../lib/rpc/client.ts';
import { MenuCheck, MenuSeparator } from '../../ui/menu.tsx';
import { useAction } from '../tasks/use-action.ts';

type Changes = Parameters<typeof client.system.setDesktop>[0];

/** How the app behaves on the desktop. Nothing where there is none, as in a browser. */
export function DesktopChoices() {
  // Asked anew each time the menu opens: the system's own settings may have changed it.
  const settings = useQuery(orpc.system.desktop.queryOptions({ staleTime: 0 })).data;
  const queries = useQueryClient();
  const run = useAction();
  if (settings === undefined) return null;
  const change = (changes: Changes) =>
    run(async () => {
      queries.setQueryData(orpc.system.desktop.queryKey(), await client.system.setDesktop(changes));
    });
  return (
    <>
      <MenuSeparator />
      <MenuCheck
        checked={settings.keepInTray}
        onChange={(keepInTray) => change({ keepInTray })}
        note={settings.trayAvailable ? undefined : 'This desktop shows no tray: closing the window quits'}
      >
        Keep running in the tray when closed
      </MenuCheck>
      <MenuCheck checked={settings.startAtLogin} onChange={(startAtLogin) => change({ startAtLogin })}>
        Start at login
      </MenuCheck>
    </>
  );
}
