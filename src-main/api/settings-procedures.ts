import type { App } from '../engine/app.ts';
import type { Implementer } from './implementer.ts';

export function settingsProcedures(os: Implementer, app: App) {
  return {
    get: os.settings.get.handler(() => {
      const { current, defaults, overrides } = app.library().engine.settings;
      return { config: current, defaults, overrides };
    }),
    update: os.settings.update.handler(({ input }) => {
      const { settings } = app.library().engine;
      settings.update(input.changes);
      return { config: settings.current, overrides: settings.overrides };
    }),
  };
}
