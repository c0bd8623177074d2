import { createRequire } from 'node:module';
import { AppError } from '../../files/app-error.ts';
import type { PixelPicture } from './pixel-tiff.ts';

/**
 * The heap of a WebAssembly module only ever grows, and after some hundred pictures (about 575 in heic-decode#19) it
 * aborts. A new instance starts with a small heap, and the old one is garbage.
 */
const PICTURES_PER_INSTANCE = 50;

/** Handles into the heap of the module. They mean nothing to us. */
type Context = { readonly heif: 'context' };
type ImageHandle = { readonly heif: 'handle' };
type Image = { readonly heif: 'image' };

interface Failure {
  code: object;
  subcode: object;
  message: string;
}
interface Plane {
  id: unknown;
  data: Uint8Array;
  width: number;
  height: number;
  stride: number;
}
interface LibHeif {
  heif_context_alloc(): Context | null;
  heif_context_free(context: Context): void;
  heif_context_read_from_memory(context: Context, file: Uint8Array): Failure;
  heif_js_context_get_primary_image_handle(context: Context): ImageHandle | Failure;
  heif_image_handle_get_width(handle: ImageHandle): number;
  heif_image_handle_get_height(handle: ImageHandle): number;
  heif_image_handle_release(handle: ImageHandle): void;
  heif_js_decode_image2(
    handle: ImageHandle,
    colourSpace: unknown,
    chroma: unknown,
  ): Promise<{ channels: Plane[]; image: Image } | Failure> | { channels: Plane[]; image: Image } | Failure;
  heif_image_release(image: Image): void;
  readonly heif_error_code: { heif_error_Ok: object };
  readonly heif_colorspace: { heif_colorspace_RGB: unknown };
  readonly heif_chroma: { heif_chroma_interleaved_RGBA: unknown };
}

// Not named `require`: the bundler adds one of that name to what it builds, and two do not load.
const requireCommonJs = createRequire(import.meta.url);
let instance: { library: LibHeif; pictures: number } | null = null;

/** The main picture of a HEIC file as RGBA, turned and cropped as the file says. */
export async function decodeHevc(file: Uint8Array, maxPixels: number): Promise<PixelPicture> {
  const library = takeInstance();
  const context = library.heif_context_alloc();
  try {
    if (context === null) throw new AppError('out_of_memory');
    const parsed = library.heif_context_read_from_memory(context, file);
    if (parsed.code !== library.heif_error_code.heif_error_Ok) throw failed(parsed);
    const handle = library.heif_js_context_get_primary_image_handle(context);
    if (isFailure(handle)) throw failed(handle);
    try {
      return await toPixels(library, handle, maxPixels);
    } finally {
      library.heif_image_handle_release(handle);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    // An abort inside WebAssembly: this instance is in no known state any more.
    instance = null;
    throw new AppError('corrupt_data', { detail: `libheif: ${String(error)}`, cause: error });
  } finally {
    if (instance !== null && context !== null) library.heif_context_free(context);
  }
}

async function toPixels(library: LibHeif, handle: ImageHandle, maxPixels: number): Promise<PixelPicture> {
  // Known from the header: a bomb is refused before a byte is allocated for it.
  const width = library.heif_image_handle_get_width(handle);
  const height = library.heif_image_handle_get_height(handle);
  if (width * height > maxPixels) throw new AppError('too_many_pixels', { detail: `${width}x${height}` });
  const decoded = await library.heif_js_decode_image2(
    handle,
    library.heif_colorspace.heif_colorspace_RGB,
    library.heif_chroma.heif_chroma_interleaved_RGBA,
  );
  if (isFailure(decoded)) throw failed(decoded);
  try {
    const [plane] = decoded.channels;
    if (plane === undefined) throw new AppError('corrupt_data', { detail: 'libheif: no pixels' });
    return { data: withoutPadding(plane), width: plane.width, height: plane.height, channels: 4 };
  } finally {
    library.heif_image_release(decoded.image);
  }
}

/** Rows are padded in the module's heap, which is also why the pixels have to be copied out of it. */
function withoutPadding({ data, width, height, stride }: Plane): Uint8Array {
  const row = width * 4;
  if (stride === row) return data.slice(0, row * height);
  const packed = new Uint8Array(row * height);
  for (let y = 0; y < height; y += 1) packed.set(data.subarray(y * stride, y * stride + row), y * row);
  return packed;
}

function isFailure(value: object): value is Failure {
  return 'code' in value && 'message' in value;
}

function failed({ message }: Failure): AppError {
  const code = /unsupported|not supported|not been built in/i.test(message)
    ? 'unsupported_format'
    : /end of file|insufficient input|outside of file/i.test(message)
      ? 'truncated'
      : /security limit|too large/i.test(message)
        ? 'too_many_pixels'
        : 'corrupt_data';
  return new AppError(code, { detail: `libheif: ${message.trim().slice(0, 200)}` });
}

function takeInstance(): LibHeif {
  if (instance === null || instance.pictures >= PICTURES_PER_INSTANCE) {
    const create = requireCommonJs('libheif-js/libheif-wasm/libheif-bundle.js') as () => LibHeif;
    instance = { library: create(), pictures: 0 };
  }
  instance.pictures += 1;
  return instance.library;
}
