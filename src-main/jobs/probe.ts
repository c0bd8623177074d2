/** Moments at which a death of the process would be the most instructive. The crash tests end it there. */
export type ProbePoint =
  | 'recovered'
  | 'claimed'
  | 'before_flush'
  | 'in_transaction'
  | 'flushed'
  | 'names_chosen'
  | 'names_reserved'
  | 'file_copied'
  | 'files_renamed'
  | 'file_moved'
  | 'file_written'
  | 'task_building'
  | 'task_stored'
  | 'chunk_stored'
  | 'job_leaving'
  | 'job_ended';

/** Told whenever the engine passes a point. Passed in like the clock, so that nothing in here knows of tests. */
export type Probe = (point: ProbePoint) => void;

export const noProbe: Probe = () => {};
