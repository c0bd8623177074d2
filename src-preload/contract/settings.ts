import { oc } from '@orpc/contract';
import { z } from 'zod';
import { commonErrors } from './errors.ts';

const tree = z.record(z.string(), z.unknown());

export const settingsErrors = {
  SETTINGS_INVALID: {
    status: 400,
    message: 'A setting does not fit',
    data: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) }),
  },
} as const;

export const settingsContract = {
  /** `config` is what counts now: the defaults with the library's own `overrides` merged over them. */
  get: oc
    .route({ method: 'GET', path: '/settings' })
    .output(z.object({ config: tree, defaults: tree, overrides: tree }))
    .errors({
      NO_LIBRARY: commonErrors.NO_LIBRARY,
    }),
  /**
   * Merges `changes` over the library's overrides and puts them into force at once. `null` takes an override back.
   * Nothing is changed where one value does not fit.
   */
  update: oc
    .route({ method: 'PATCH', path: '/settings' })
    .input(z.object({ changes: tree }))
    .output(z.object({ config: tree, overrides: tree }))
    .errors({
      NO_LIBRARY: commonErrors.NO_LIBRARY,
      ...settingsErrors,
    }),
};
