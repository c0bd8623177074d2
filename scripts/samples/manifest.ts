/** What an import should make of one sample, on the drop that its folder belongs to. */
export interface SampleFile {
  /** Relative to the samples' folder, with `/`. */
  path: string;
  bytes: number;
  /** As `upload.start` would report it, where both folders go into one project, in their order. */
  outcome: 'imported' | 'completion' | 'duplicate' | 'unsupported' | 'failed';
  /** Path without extensions: files of one photo share it. Null for what is no photo. */
  photo: string | null;
  role: 'image' | 'raw' | 'sidecar' | 'video' | 'other';
  /** What the photo's thumbnail should end as. Null where the file brings none. */
  thumbnail: 'ready' | 'placeholder' | 'failed' | null;
  /** True where only part of the picture is there. */
  damaged: boolean;
  /** Local time as written; null where the file does not say. */
  takenAt: string | null;
  camera: string | null;
  /** Size as shown, after orientation; null for what is no picture. */
  width: number | null;
  height: number | null;
  /** What the sample is there to show. */
  shows: string;
}

export interface SampleDrop {
  /** Folder inside the samples' folder. */
  folder: string;
  files: number;
  newPhotos: number;
  completedPhotos: number;
  duplicates: number;
  unsupported: number;
  failed: number;
}

export interface SampleManifest {
  /** Absolute. */
  folder: string;
  /** Version of the code that drew them. */
  recipe: number;
  scale: number;
  /** The two folders, in the order to drop them. */
  drops: SampleDrop[];
  files: SampleFile[];
}

/** Counts up what a drop of one folder should say. */
export function summarize(
  folder: string,
  files: readonly SampleFile[],
  known: ReadonlySet<string>,
): SampleDrop {
  const inside = files.filter((file) => file.path.startsWith(`${folder}/`));
  const count = (outcome: SampleFile['outcome']) => inside.filter((file) => file.outcome === outcome).length;
  const photos = new Set(
    inside
      .filter((file) => file.outcome === 'imported' || file.outcome === 'failed')
      .map((file) => baseOf(file.photo)),
  );
  const completed = new Set(
    inside.filter((file) => file.outcome === 'completion').map((file) => baseOf(file.photo)),
  );
  return {
    folder,
    files: inside.length,
    newPhotos: [...photos].filter((photo) => !known.has(photo)).length,
    completedPhotos: completed.size,
    duplicates: count('duplicate'),
    unsupported: count('unsupported'),
    failed: count('failed'),
  };
}

/** The name by which a photo is known inside a project. */
export function baseOf(photo: string | null): string {
  return photo === null ? '' : photo.slice(photo.lastIndexOf('/') + 1);
}
