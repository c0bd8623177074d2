import { describe, expect, test } from 'vitest';
import {
  type CloseFacts,
  closeStep,
  type QuitFacts,
  quitQuestion,
  quitStep,
} from '../../../src-main/shell/leaving.ts';

describe('closing the window', () => {
  const linux: CloseFacts = { platform: 'linux', quitting: false, keepInTray: true, trayAvailable: true };
  test.each<[string, Partial<CloseFacts>, string]>([
    ['goes on in the tray', {}, 'hide'],
    [
      'quits where there is no tray: a hidden window could never be shown again',
      { trayAvailable: false },
      'quit',
    ],
    ['quits where the person wants it so', { keepInTray: false }, 'quit'],
    ['closes while the app ends', { quitting: true }, 'close'],
    ['goes on in the menu bar of a Mac', { platform: 'darwin' }, 'hide'],
    ['leaves the app in the Dock of a Mac', { platform: 'darwin', keepInTray: false }, 'close'],
    ['quits on Windows where the person wants it so', { platform: 'win32', keepInTray: false }, 'quit'],
  ])('%s', (_case, facts, step) => {
    expect(closeStep({ ...linux, ...facts })).toBe(step);
  });
});

describe('quitting', () => {
  const idle: QuitFacts = { working: 0, forced: false, unattended: false };
  test.each<[string, Partial<QuitFacts>, string]>([
    ['asks nothing where nothing is lost by it', {}, 'quit'],
    ['asks while work runs', { working: 1 }, 'ask'],
    ['does not hold up the end of the session', { working: 1, forced: true }, 'quit'],
    ['does not wait for an answer where nobody looks', { working: 1, unattended: true }, 'quit'],
  ])('%s', (_case, facts, step) => {
    expect(quitStep({ ...idle, ...facts })).toBe(step);
  });
});

describe('the question', () => {
  test('names what is at work, and offers to stay last, which is what closing the dialog means', () => {
    const { message, answers } = quitQuestion(['Upload processing, Wedding'], true);
    expect(message).toBe('Upload processing, Wedding is not finished.');
    expect(answers.map(({ answer }) => answer)).toEqual(['finish', 'pause', 'stop', 'stay']);
  });

  test('counts the others', () => {
    expect(quitQuestion(['A', 'B'], true).message).toBe('A and 1 other task are not finished.');
    expect(quitQuestion(['A', 'B', 'C'], true).message).toBe('A and 2 other tasks are not finished.');
  });

  test('does not offer a tray that is not there', () => {
    const { answers, detail } = quitQuestion(['A'], false);
    expect(answers.map(({ answer }) => answer)).toEqual(['pause', 'stop', 'stay']);
    expect(detail).not.toContain('tray');
  });
});
