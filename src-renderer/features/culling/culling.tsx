import type { ShownPhotos } from '../grid/use-photo-index.ts';
import { TagsDialog } from './tags-dialog.tsx';
import { useCullingCommands } from './use-culling-commands.ts';

/** The keys of culling, and what they open. Once, beside the grid and the loupe. */
export function Culling({ shown }: { shown: ShownPhotos }) {
  const { tagging, endTagging } = useCullingCommands(shown);
  return tagging === null ? null : <TagsDialog ids={tagging} onClose={endTagging} />;
}
