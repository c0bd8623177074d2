/** What closing the window does. `hide`: the app goes on without it. `quit`: as asking to quit, with all its questions. */
export type CloseStep = 'close' | 'hide' | 'quit';

export interface CloseFacts {
  platform: NodeJS.Platform;
  /** The app is ending: nothing may hold its window. */
  quitting: boolean;
  /** The setting. */
  keepInTray: boolean;
  /** Without one, nothing could bring a hidden window back. */
  trayAvailable: boolean;
}

export function closeStep({ platform, quitting, keepInTray, trayAvailable }: CloseFacts): CloseStep {
  if (quitting) return 'close';
  if (keepInTray && trayAvailable) return 'hide';
  // On macOS an app stays in the Dock without windows, and opens a new one from there.
  return platform === 'darwin' ? 'close' : 'quit';
}

export interface QuitFacts {
  /** Tasks at work that a person waits for. What is paused, or the app's own, is none: it goes on another time. */
  working: number;
  /** The session ends, or a signal asks: whoever does that does not wait for answers. */
  forced: boolean;
  /** Nobody looks at the screen: tests, the demo. */
  unattended: boolean;
}

export function quitStep({ working, forced, unattended }: QuitFacts): 'quit' | 'ask' {
  return working === 0 || forced || unattended ? 'quit' : 'ask';
}

/**
 * What a person may answer. finish: go on in the tray, and quit when it is done · pause: quit, and go on at the next
 * start · stop: cancel the work, and quit · stay: do not quit.
 */
export type QuitAnswer = 'finish' | 'pause' | 'stop' | 'stay';

export interface QuitQuestion {
  message: string;
  detail: string;
  /** In the order of the buttons; the last one is what closing the dialog means. */
  answers: { answer: QuitAnswer; label: string }[];
}

/** @param titles what is at work */
export function quitQuestion(titles: readonly string[], trayAvailable: boolean): QuitQuestion {
  const [first = 'Work'] = titles;
  const others = titles.length - 1;
  const subject =
    others <= 0
      ? `${first} is not finished`
      : `${first} and ${others} ${others === 1 ? 'other task' : 'other tasks'} are not finished`;
  const finish: QuitQuestion['answers'] = trayAvailable
    ? [{ answer: 'finish', label: 'Finish in the tray' }]
    : [];
  return {
    message: `${subject}.`,
    detail: [
      ...(trayAvailable
        ? ['Finish in the tray: the window closes, and Safelight quits when all is done.']
        : []),
      'Pause: Safelight quits now and goes on from here when you next open this library.',
      'Stop: what is left is canceled. What is done stays done, and nothing is left half-made.',
    ].join('\n'),
    answers: [
      ...finish,
      { answer: 'pause', label: 'Pause and quit' },
      { answer: 'stop', label: 'Stop and quit' },
      { answer: 'stay', label: 'Keep Safelight open' },
    ],
  };
}
