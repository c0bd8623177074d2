import type { MouseEvent, ReactNode } from 'react';
import { useView } from '../../app/view.ts';
import { runCommand } from '../../lib/commands/registry.tsx';
import { ContextMenu } from '../../ui/context-menu.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { placeCursor } from '../culling/place-cursor.ts';
import { useSelection } from '../culling/selection.ts';
import { revealPath } from '../tasks/reveal.ts';
import { photoStore } from './photos.ts';
import type { ShownPhotos } from './use-photo-index.ts';

interface PhotoMenuProps {
  photos: ShownPhotos;
  className: string | undefined;
  /** The grid. */
  children: ReactNode;
}

/** What can be done with photos, for the mouse. It is about the same photos as the keys: the menu gives the same commands. */
export function PhotoMenu({ photos, className, children }: PhotoMenuProps) {
  const point = (event: MouseEvent) => {
    const cell = event.target instanceof Element ? event.target.closest('[data-photo-id]') : null;
    const id = Number(cell?.getAttribute('data-photo-id'));
    // A photo that is not chosen is meant alone; one that is, with all the others. The menu key means the cursor's.
    if (cell !== null && !useSelection.getState().ids.has(id))
      placeCursor(photos, id, { shiftKey: false, ctrlKey: false, metaKey: false });
  };
  return (
    <ContextMenu
      area={<div className={className} onContextMenuCapture={point} />}
      content={children}
      disabled={photos.ids.length === 0}
    >
      <MenuItem icon="large" onClick={() => runCommand('grid.open')}>
        Open in the loupe
      </MenuItem>
      <MenuItem icon="reveal" onClick={revealCursor}>
        Show in its folder
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="trash" onClick={() => runCommand('cull.reject')}>
        Reject
      </MenuItem>
      <MenuItem icon="check" onClick={() => runCommand('cull.all')}>
        Keep all
      </MenuItem>
      <MenuItem icon="rename" onClick={() => runCommand('info.edit')}>
        Edit title, caption and tags
      </MenuItem>
      <MenuItem onClick={() => runCommand('cull.tags')}>Tags…</MenuItem>
      <MenuItem icon="tag" onClick={() => runCommand('metadata.read')}>
        Read metadata from files…
      </MenuItem>
      <MenuItem icon="write" onClick={() => runCommand('metadata.write')}>
        Write metadata to files…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="move" onClick={() => runCommand('photos.move')}>
        Move to another project…
      </MenuItem>
    </ContextMenu>
  );
}

function revealCursor(): void {
  const { cursor } = useView.getState();
  const path = cursor === null ? undefined : photoStore.get(cursor)?.files[0]?.path;
  if (path !== undefined) void revealPath(path);
}
