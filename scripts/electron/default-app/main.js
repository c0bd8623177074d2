// Lets `electron FOLDER` start the app in FOLDER, which an Electron without its own default app cannot do.
// Awaited at the top level on purpose: Electron emits `ready` only after that, so the app may still register schemes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const args = process.argv.slice(1);
let folder;
for (let i = 0; i < args.length && folder === undefined; i += 1) {
  const arg = args[i];
  if (arg === '-r' || arg === '--require') {
    i += 1;
    createRequire(resolve('_'))(args[i]);
  } else if (!arg.startsWith('-')) {
    folder = resolve(arg);
  }
}

if (folder === undefined) {
  console.error('Usage: electron FOLDER');
  app.exit(2);
} else {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  app.setAppPath(folder);
  app.setName(manifest.productName ?? manifest.name ?? 'Electron');
  if (manifest.version) app.setVersion(manifest.version);
  try {
    await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
  } catch (error) {
    console.error(error);
    app.exit(1);
  }
}
