#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { compiledFolder } from './compiled-folder.ts';

// Before anything else is loaded: `safelight --help` takes 1.0 s where its thousand modules are compiled anew, 0.4 s where
// Node finds what it compiled the last time. Where the folder cannot be written, it goes the slow way.
enableCompileCache(compiledFolder(process.platform, process.env));
await import('./program.ts');
