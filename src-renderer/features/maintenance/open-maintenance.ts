import { create } from 'zustand';

interface MaintenanceState {
  open: boolean;
  /** Null for the whole library. */
  projectId: number | null;
}

export const useMaintenance = create<MaintenanceState>()(() => ({ open: false, projectId: null }));

/** Opens what can be seen and asked of maintenance, of one project or (null) of the whole library. */
export function openMaintenance(projectId: number | null): void {
  useMaintenance.setState({ open: true, projectId });
}

export function closeMaintenance(): void {
  useMaintenance.setState({ open: false });
}
