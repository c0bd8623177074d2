/** What a job does, in the words of the tasks panel. Tasks carry their own label in their definition. */
const JOB_LABELS: Record<string, string> = {
  upload_postprocess: 'Processing uploads',
  generate_derivatives: 'Generating thumbnails and previews',
};

export function jobLabel(type: string): string {
  return JOB_LABELS[type] ?? humanize(type);
}

export function humanize(type: string): string {
  const words = type.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
