import { during } from './engine-behind.tsx';

interface Held {
  shift?: boolean;
  ctrl?: boolean;
  /** Held down so long that the keyboard says it again. */
  repeat?: boolean;
}

/** Presses a key as a person does: where the focus is. The DOM of the tests knows no modifiers, the page asks for them. */
export async function pressKey(key: string, { shift = false, ctrl = false, repeat = false }: Held = {}) {
  const event = new KeyboardEvent('keydown', {
    key,
    code: key === ' ' ? 'Space' : key,
    shiftKey: shift,
    ctrlKey: ctrl,
    repeat,
    bubbles: true,
    cancelable: true,
  });
  Object.assign(event, {
    getModifierState: (name: string) => (name === 'Shift' && shift) || (name === 'Control' && ctrl),
  });
  await during(() => (document.activeElement ?? document.body).dispatchEvent(event));
}
