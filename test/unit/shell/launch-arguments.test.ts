import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLaunchArguments } from '../../../src-main/shell/launch-arguments.ts';

const library = (...argv: string[]): string | null => parseLaunchArguments(argv, '/elsewhere').library;

describe('the library named on the command line', () => {
  it('is found among the flags of Electron, in both spellings', () => {
    expect(library('electron', '--inspect=0', '/app', '--library', '/photos', '--no-sandbox')).toBe(
      resolve('/photos'),
    );
    expect(library('electron', '/app', '--library=/my photos')).toBe(resolve('/my photos'));
  });

  it('is relative to where the command was given', () => {
    expect(library('electron', '.', '--library', 'photos')).toBe(resolve('/elsewhere/photos'));
  });

  it('is none where none is named', () => {
    expect(library('electron', '.')).toBeNull();
    expect(library('electron', '.', '--library')).toBeNull();
    expect(library('electron', '.', '--library=')).toBeNull();
    expect(library('electron', '.', '--library-of-congress', 'x')).toBeNull();
  });
});

describe('a start in the background', () => {
  it('is asked for by a flag, with or without a library', () => {
    expect(parseLaunchArguments(['safelight', '--background'], '/')).toEqual({
      library: null,
      background: true,
    });
    expect(parseLaunchArguments(['safelight', '--background', '--library', '/p'], '/')).toEqual({
      library: resolve('/p'),
      background: true,
    });
    expect(parseLaunchArguments(['safelight', '--background-color', 'x'], '/').background).toBe(false);
  });
});
