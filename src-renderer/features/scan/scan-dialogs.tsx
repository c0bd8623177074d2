import { useCommands } from '../../lib/commands/registry.tsx';
import { useShownProject } from '../projects/projects.ts';
import { closeScanDialog, openNewScan, openRecipes, useScanDialog } from './open-scan.ts';
import { RecipesDialog } from './recipes-dialog.tsx';
import { ResultsDialog } from './results-dialog.tsx';
import { ScanFormDialog } from './scan-form-dialog.tsx';

/** The commands about scans and their dialogs; mounted once. */
export function ScanDialogs() {
  const { open } = useScanDialog();
  const project = useShownProject();
  useCommands({
    'scan.folder': () => openNewScan(project?.id),
    'scan.recipes': openRecipes,
  });
  switch (open?.kind) {
    case undefined:
      return null;
    case 'scan':
      return <ScanFormDialog initial={open.draft} recipe={open.recipe} />;
    case 'recipes':
      return <RecipesDialog />;
    case 'results':
      return <ResultsDialog key={open.taskId} taskId={open.taskId} onClose={closeScanDialog} />;
  }
}
