import { expect, test } from 'vitest';
import { positionText, readPosition, typedPosition } from '../../../src-renderer/lib/format/position.ts';

test.each([
  ['64.14, -21.94', 64.14, -21.94],
  ['64.14 -21.94', 64.14, -21.94],
  ['64.14;−21.94', 64.14, -21.94],
  ['-33.8568° , 151.2153°', -33.8568, 151.2153],
  ['64.14 N, 21.94 W', 64.14, -21.94],
  ['33°51\'24.5"S 151°12\'55.1"E', -33.856806, 151.215306],
  ['64° 8.758′ N, 21° 56.533′ W', 64.145967, -21.942217],
])('%s is a place', (typed, latitude, longitude) => {
  const position = readPosition(typed);
  expect(position?.latitude).toBeCloseTo(latitude, 6);
  expect(position?.longitude).toBeCloseTo(longitude, 6);
});

test.each(['', 'Reykjavik', '64.14', '91, 0', '0, 181', '21.94 W, 64.14 N', '64.14 N', '1, 2, 3'])(
  '%s is none',
  (typed) => expect(readPosition(typed)).toBeNull(),
);

test('is shown by its sides of the world, and typed with signs', () => {
  const position = { latitude: 64.1459814, longitude: -21.9422109 };
  expect(positionText(position)).toBe('64.14598° N, 21.94221° W');
  expect(typedPosition(position)).toBe('64.145981, -21.942211');
  expect(readPosition(typedPosition({ latitude: 0, longitude: 0 }))).toEqual({ latitude: 0, longitude: 0 });
});
