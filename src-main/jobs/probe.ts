/** Moments at which the death of the process, or of a drive, would be the most instructive. Tests bring it about there. */
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
  | 'volume_seen'
  | 'task_building'
  | 'task_stored'
  | 'chunk_stored'
  | 'job_leaving'
  | 'job_ended';

/** Told whenever the engine passes a point. Passed in like the clock, so that nothing in here knows of tests. */
export type Probe = (point: ProbePoint) => void;

export const noProbe: Probe = () => {};
