import type { App } from '../engine/app.ts';
import { startDeclared } from '../engine/start-work.ts';
import type { Implementer } from './implementer.ts';

export function derivativeProcedures(os: Implementer, app: App) {
  return {
    generate: os.derivatives.generate.handler(({ input: { target, force } }) => ({
      taskId: startDeclared(app.library().engine, {
        type: 'generate_derivatives',
        target,
        params: { force },
      }),
    })),
  };
}
