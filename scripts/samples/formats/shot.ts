/** What a camera would note down about one picture. */
export interface Shot {
  make: string;
  model: string;
  lens?: string;
  /** Local time, `YYYY-MM-DDTHH:mm:ss.SSS`. */
  takenAt?: string;
  /** `+02:00` */
  offset?: string;
  /** EXIF orientation 1…8. The stored pixels are turned so that the picture is upright once it is applied. */
  orientation?: number;
  exposure?: { seconds: number; aperture: number; iso: number; focalLength: number };
  gps?: { latitude: number; longitude: number; altitude: number };
  /** 0…5 */
  rating?: number;
  keywords?: readonly string[];
  title?: string;
}
