import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { useEvents } from '../features/events/use-events.ts';
import { HelpSheet } from '../features/help/help-sheet.tsx';
import { KeySettings } from '../features/keys/key-settings.tsx';
import { useLibrary } from '../features/library/library.ts';
import { NewLibraryDialog } from '../features/library/new-library-dialog.tsx';
import { Welcome } from '../features/library/welcome.tsx';
import { useCommandKeys, useCommands } from '../lib/commands/registry.tsx';
import { createQueryClient } from '../lib/rpc/query-client.ts';
import { AppShell } from './app-shell.tsx';
import { LiveRegions } from './live-regions.tsx';
import { useTheme } from './theme.ts';
import { useView } from './view.ts';

export function App() {
  const [queries] = useState(createQueryClient);
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <Root />
        <HelpSheet />
        <KeySettings />
        <NewLibraryDialog />
        <LiveRegions />
      </QueryClientProvider>
    </CSPProvider>
  );
}

function Root() {
  useEvents();
  const library = useLibrary();
  const loupe = useView((view) => view.loupe);
  useCommandKeys(loupe ? 'loupe' : 'grid');
  useCommands({ 'app.theme': () => useTheme.getState().toggle() });
  // Nothing is drawn until it is known which of the two it is: a welcome that flashes by would look like a loss.
  if (library.isPending) return null;
  return library.data == null ? <Welcome /> : <AppShell />;
}
