import { baseName, shownPath } from '../../lib/format/path.ts';
import { client } from '../../lib/rpc/client.ts';
import { IconButton } from '../../ui/button.tsx';
import type { ItemLine } from './item-lines.ts';
import { revealPath } from './reveal.ts';
import { useAction } from './use-action.ts';

/** What became of a file, and what can be done about it. */
export function ItemActions({ line }: { line: ItemLine }) {
  const run = useAction();
  const name = shownPath(baseName(line.path));
  const { retryItem } = line;
  return (
    <>
      {line.outcome}
      {retryItem !== null && (
        <IconButton
          icon="retry"
          size="small"
          label={`Try ${name} again`}
          title="Try again"
          data-testid="item-retry"
          onClick={() =>
            run(() => client.tasks.retryItem({ itemId: retryItem }), `${name} will be tried again.`)
          }
        />
      )}
      {line.canReveal && (
        <IconButton
          icon="reveal"
          size="small"
          label={`Reveal ${name}`}
          title="Reveal in its folder"
          data-testid="item-reveal"
          onClick={() => void revealPath(line.path)}
        />
      )}
    </>
  );
}
