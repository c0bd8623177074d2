import { EmptyState } from '../../ui/empty-state.tsx';

export function TrashEmpty({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState
      icon="trash"
      title={filtered ? 'Nothing of this project is in the trash' : 'The trash is empty'}
      text="What a commit removes comes here first. It keeps its ratings and tags, and can be put back until its time is over."
      testId="trash-empty"
    />
  );
}
