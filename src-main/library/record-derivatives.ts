import type { Problem } from '../../src-preload/contract/photos.ts';
import { type Db, execute } from '../db/connection.ts';
import type { RenderedImage } from '../workers/protocol.ts';
import type { DerivativeKind } from './derivative-names.ts';

export interface ReadyDerivative {
  photoId: number;
  kind: DerivativeKind;
  name: string;
  sourceSha256: string;
  image: RenderedImage;
  now: number;
}

export function recordReady(db: Db, { image, ...rest }: ReadyDerivative): void {
  execute(
    db,
    `UPDATE derivatives SET status = 'ready', name = @name, source_sha256 = @sourceSha256, width = @width,
       height = @height, bytes = @bytes, reason_code = NULL, reason_detail = NULL, updated_at = @now
     WHERE photo_id = @photoId AND kind = @kind`,
    { ...rest, ...image },
  );
}

/**
 * There is no picture: by nature (`placeholder`), because of damage (`failed`), or not now (`pending`). "Not now" is no
 * reason to lose one that was made before.
 */
export function recordNoPicture(
  db: Db,
  input: {
    photoId: number;
    status: 'placeholder' | 'failed' | 'pending';
    sourceSha256: string | null;
    reason: Problem;
    now: number;
  },
): void {
  execute(
    db,
    `UPDATE derivatives SET status = @status, name = NULL, source_sha256 = @sourceSha256, width = NULL, height = NULL,
       bytes = NULL, reason_code = @code, reason_detail = @detail, updated_at = @now
     WHERE photo_id = @photoId AND (@status <> 'pending' OR status <> 'ready')`,
    {
      photoId: input.photoId,
      status: input.status,
      sourceSha256: input.sourceSha256,
      code: input.reason.code,
      detail: input.reason.detail ?? null,
      now: input.now,
    },
  );
}

/** The size as shown, and whether all of the picture is there. */
export function recordPicture(
  db: Db,
  input: { photoId: number; width: number; height: number; damage: Problem | null; now: number },
): void {
  execute(
    db,
    `UPDATE photos SET width = @width, height = @height, damage_code = @code, damage_detail = @detail, updated_at = @now
     WHERE id = @photoId`,
    {
      photoId: input.photoId,
      width: input.width,
      height: input.height,
      code: input.damage?.code ?? null,
      detail: input.damage?.detail ?? null,
      now: input.now,
    },
  );
}

export function recordFileProblem(db: Db, fileId: number, problem: Problem): void {
  execute(db, `UPDATE files SET problem_code = @code, problem_detail = @detail WHERE id = @fileId`, {
    fileId,
    code: problem.code,
    detail: problem.detail ?? null,
  });
}
