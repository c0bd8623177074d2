import type { StillFormat } from './encode.ts';
import type { Shot } from './formats/shot.ts';
import type { Scene } from './scene.ts';
import { alpineLake } from './scenes/alpine-lake.ts';
import { aurora } from './scenes/aurora.ts';
import { autumnLeaf } from './scenes/autumn-leaf.ts';
import { balloons } from './scenes/balloons.ts';
import { beachFromAbove } from './scenes/beach-from-above.ts';
import { cityNight } from './scenes/city-night.ts';
import { desertRoad } from './scenes/desert-road.ts';
import { dunes } from './scenes/dunes.ts';
import { fogRidges } from './scenes/fog-ridges.ts';
import { hillCountry } from './scenes/hill-country.ts';
import { lavender } from './scenes/lavender.ts';
import { lighthouse } from './scenes/lighthouse.ts';
import { milkyWay } from './scenes/milky-way.ts';
import { mistyForest } from './scenes/misty-forest.ts';
import { moon } from './scenes/moon.ts';
import { neonRain } from './scenes/neon-rain.ts';
import { roseWindow } from './scenes/rose-window.ts';
import { seaSunset } from './scenes/sea-sunset.ts';
import { shallowReef } from './scenes/shallow-reef.ts';
import { snowTree } from './scenes/snow-tree.ts';
import { spiralStairs } from './scenes/spiral-stairs.ts';
import { stillLife } from './scenes/still-life.ts';
import { sunflower } from './scenes/sunflower.ts';
import { thunderstorm } from './scenes/thunderstorm.ts';
import { whiteFins } from './scenes/white-fins.ts';

/** What is dropped first, and what arrives a day later. */
export const FIRST_CARD = 'First card';
export const SECOND_CARD = 'Second card';

const SL1 = { make: 'Safelight', model: 'Sample Camera SL-1', lens: 'Safelight 24-70mm f/2.8' };
const SL1_WIDE = { ...SL1, lens: 'Safelight 16mm f/2 Night' };
const SL2 = { make: 'Safelight', model: 'Sample Camera SL-2', lens: 'Safelight 85mm f/1.4' };
const FIELD = { make: 'Fieldglass', model: 'F3 Long', lens: 'Fieldglass 200-600mm f/6.3' };
const PHONE = { make: 'Pebble', model: 'Pebble 5', lens: 'Pebble 5 back camera 5.1mm f/1.8' };

export interface CatalogueEntry {
  scene: Scene;
  /** Where the picture goes, relative to the samples' folder. */
  still?: { path: string; format: StillFormat };
  raw?: { path: string };
  sidecar?: { path: string; hierarchical: readonly string[]; caption: string };
  megapixels: number;
  shot: Shot;
  shows: string;
}

const first = (name: string): string => `${FIRST_CARD}/${name}`;
const jpeg = (name: string) => ({ path: first(name), format: 'jpeg' as const });

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    scene: dunes,
    still: jpeg('SL1_2041.JPG'),
    raw: { path: first('SL1_2041.DNG') },
    megapixels: 12,
    shot: {
      ...SL1,
      takenAt: '2025-03-14T18:41:07.250',
      offset: '+01:00',
      exposure: { seconds: 1 / 320, aperture: 8, iso: 100, focalLength: 48 },
      gps: { latitude: 31.1042, longitude: -4.0117, altitude: 712 },
      rating: 5,
      keywords: ['desert', 'dunes', 'dusk'],
      title: 'Last light on the dunes',
    },
    shows: 'a RAW+JPG pair of 12 megapixels',
  },
  {
    scene: fogRidges,
    still: jpeg('SL1_2057.JPG'),
    megapixels: 6,
    shot: {
      ...SL1,
      takenAt: '2025-04-02T06:52:31.040',
      offset: '+02:00',
      exposure: { seconds: 1 / 125, aperture: 9, iso: 100, focalLength: 70 },
      gps: { latitude: 46.4102, longitude: 11.844, altitude: 2239 },
      rating: 4,
      keywords: ['mountains', 'fog'],
    },
    shows: 'a rating, keywords and a place',
  },
  {
    scene: milkyWay,
    still: jpeg('SL1_2088.JPG'),
    megapixels: 6,
    shot: {
      ...SL1_WIDE,
      takenAt: '2025-07-26T01:17:44.900',
      offset: '+02:00',
      orientation: 8,
      exposure: { seconds: 20, aperture: 2, iso: 3200, focalLength: 16 },
      rating: 5,
      keywords: ['night', 'stars'],
    },
    shows: 'a portrait stored lying, orientation 8',
  },
  {
    scene: seaSunset,
    still: jpeg('PANO_0012.JPG'),
    megapixels: 6,
    shot: { ...PHONE, takenAt: '2025-06-21T21:22:09.118', offset: '+03:00', title: 'Midsummer' },
    shows: 'a panorama from a telephone',
  },
  {
    scene: cityNight,
    still: jpeg('SL2_0311.JPG'),
    megapixels: 4,
    shot: {
      ...SL2,
      takenAt: '2025-01-18T17:29:55.600',
      offset: '-05:00',
      exposure: { seconds: 2.5, aperture: 8, iso: 100, focalLength: 85 },
      gps: { latitude: 40.7061, longitude: -73.9969, altitude: 4 },
    },
    shows: 'a western offset',
  },
  {
    scene: mistyForest,
    still: jpeg('SL1_2102.JPG'),
    megapixels: 3,
    shot: { ...SL1, takenAt: '2025-09-28T07:48:20.330', offset: '+02:00', keywords: ['forest'] },
    shows: 'an ordinary JPEG',
  },
  {
    scene: autumnLeaf,
    still: jpeg('SL2_0320.JPG'),
    megapixels: 3,
    shot: {
      ...SL2,
      takenAt: '2025-10-19T15:03:41.770',
      offset: '+02:00',
      exposure: { seconds: 1 / 800, aperture: 1.4, iso: 100, focalLength: 85 },
      rating: 3,
    },
    shows: 'a square picture',
  },
  {
    scene: desertRoad,
    still: jpeg('SL1_2120.JPG'),
    megapixels: 4,
    shot: {
      ...SL1,
      takenAt: '2025-05-11T10:15:02.480',
      offset: '-06:00',
      gps: { latitude: 37.1012, longitude: -109.9906, altitude: 1580 },
      rating: 4,
    },
    shows: 'an ordinary JPEG',
  },
  {
    scene: whiteFins,
    still: jpeg('SL2_0334.JPG'),
    megapixels: 3,
    shot: { ...SL2, takenAt: '2025-05-30T13:11:36.090', offset: '+02:00', orientation: 6, rating: 2 },
    shows: 'a portrait stored lying, orientation 6',
  },
  {
    scene: stillLife,
    still: { path: first('still-life.tif'), format: 'tiff' },
    megapixels: 1.2,
    shot: { ...SL2, takenAt: '2025-02-08T11:40:00.500', offset: '+01:00' },
    shows: 'a TIFF',
  },
  {
    scene: aurora,
    still: { path: first('aurora.avif'), format: 'avif' },
    megapixels: 2,
    shot: { ...SL1_WIDE, takenAt: '2025-02-27T23:06:12.010', offset: '+01:00', rating: 5 },
    shows: 'an AVIF',
  },
  {
    scene: alpineLake,
    still: jpeg('SL1_2133.JPG'),
    raw: { path: first('SL1_2133.DNG') },
    megapixels: 12,
    shot: {
      ...SL1,
      takenAt: '2025-08-09T06:24:58.660',
      offset: '+02:00',
      exposure: { seconds: 1 / 60, aperture: 11, iso: 100, focalLength: 32 },
      gps: { latitude: 46.6942, longitude: 12.0853, altitude: 1496 },
      rating: 5,
      keywords: ['mountains', 'lake'],
      title: 'First light',
    },
    shows: 'a RAW+JPG pair with a place',
  },
  {
    scene: moon,
    still: jpeg('FG3_0007.JPG'),
    megapixels: 3,
    shot: {
      ...FIELD,
      takenAt: '2025-11-01T20:33:17.150',
      offset: '+01:00',
      exposure: { seconds: 1 / 200, aperture: 6.3, iso: 200, focalLength: 600 },
    },
    shows: 'another camera',
  },
  {
    scene: lavender,
    still: jpeg('20250704_204512.jpg'),
    megapixels: 4,
    shot: {
      ...PHONE,
      takenAt: '2025-07-04T20:45:12.874',
      offset: '+02:00',
      gps: { latitude: 43.8946, longitude: 5.9834, altitude: 620 },
      rating: 4,
    },
    shows: 'a lower-case extension and a name made of the time',
  },
  {
    scene: shallowReef,
    still: jpeg('20250812_101955.jpg'),
    megapixels: 3,
    shot: { ...PHONE, takenAt: '2025-08-12T10:19:55.002', offset: '+08:00' },
    shows: 'a portrait stored upright',
  },
  {
    scene: beachFromAbove,
    still: jpeg('20250815_120000.jpg'),
    megapixels: 3,
    shot: {
      ...PHONE,
      takenAt: '2025-08-15T12:00:00.000',
      offset: '+08:00',
      gps: { latitude: -8.8291, longitude: 115.0849, altitude: 118 },
      rating: 4,
    },
    shows: 'a southern latitude',
  },
  {
    scene: hillCountry,
    still: jpeg('SL1_2150.JPG'),
    megapixels: 4,
    shot: { ...SL1, takenAt: '2025-05-04T07:05:44.210', offset: '+02:00' },
    shows: 'a 16:9 picture',
  },
  {
    scene: neonRain,
    still: { path: first('neon-rain.webp'), format: 'webp' },
    megapixels: 3,
    shot: {
      ...SL2,
      takenAt: '2025-11-08T22:14:05.320',
      offset: '+09:00',
      rating: 4,
      keywords: ['night', 'rain'],
    },
    shows: 'a WebP',
  },
  {
    scene: lighthouse,
    still: jpeg('SL1_2164.JPG'),
    raw: { path: first('SL1_2164.DNG') },
    sidecar: {
      path: first('SL1_2164.xmp'),
      hierarchical: ['Places|Coast', 'Light|Blue hour'],
      caption: 'A minute after the lamp was lit.',
    },
    megapixels: 4,
    shot: {
      ...SL1,
      takenAt: '2025-10-03T19:31:26.940',
      offset: '+01:00',
      orientation: 6,
      exposure: { seconds: 30, aperture: 11, iso: 64, focalLength: 35 },
      rating: 5,
      keywords: ['Coast', 'Blue hour'],
    },
    shows: 'a pair turned by its orientation tag, with a sidecar named like the photo',
  },
  {
    scene: thunderstorm,
    raw: { path: first('SL1_2171.DNG') },
    sidecar: {
      path: first('SL1_2171.DNG.xmp'),
      hierarchical: ['Weather|Storm'],
      caption: 'Four seconds before the rain.',
    },
    megapixels: 4,
    shot: {
      ...SL1_WIDE,
      takenAt: '2025-06-29T22:02:51.430',
      offset: '+02:00',
      exposure: { seconds: 8, aperture: 5.6, iso: 100, focalLength: 16 },
      rating: 5,
      keywords: ['Storm'],
    },
    shows: 'a RAW with no JPG, with a sidecar named like the file',
  },
  {
    scene: balloons,
    still: jpeg('SL2_0347.JPG'),
    raw: { path: `${SECOND_CARD}/SL2_0347.DNG` },
    megapixels: 3,
    shot: { ...SL2, takenAt: '2025-04-20T06:10:33.190', offset: '+03:00', rating: 4 },
    shows: 'a JPG whose RAW arrives with the second card',
  },
  {
    scene: spiralStairs,
    still: { path: first('spiral-stairs.gif'), format: 'gif' },
    megapixels: 1,
    shot: { ...SL2 },
    shows: 'a GIF, which says nothing about when it was taken',
  },
  {
    scene: sunflower,
    still: jpeg('SL2_0352.JPG'),
    megapixels: 4,
    shot: { ...SL2, takenAt: '2025-08-01T16:20:48.710', offset: '+02:00', rating: 3 },
    shows: 'an ordinary JPEG',
  },
  {
    scene: roseWindow,
    still: { path: first('rose-window.png'), format: 'png' },
    megapixels: 1.5,
    shot: { ...SL2, takenAt: '2025-03-30T15:30:00.250', offset: '+02:00' },
    shows: 'a PNG',
  },
  {
    scene: snowTree,
    still: { path: `${SECOND_CARD}/SL1_2190.JPG`, format: 'jpeg' },
    megapixels: 3,
    shot: { ...SL1, takenAt: '2025-12-06T08:44:13.580', offset: '+01:00', keywords: ['winter'] },
    shows: 'a new photo on the second card',
  },
];
