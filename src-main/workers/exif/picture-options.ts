/**
 * For every question about what a picture says: files of more than 4 GB are read, too; and EXIF that is not UTF-8 comes as
 * Latin 1 (`asMeant` finds out what it was), where ExifTool else makes question marks of it.
 */
export const PICTURE_OPTIONS = ['-api', 'largefilesupport=1', '-charset', 'exif=Latin'];
