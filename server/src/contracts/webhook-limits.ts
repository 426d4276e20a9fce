/** Maximum length of names, as for short texts in Strapi. */
export const LONGEST_NAME = 255;
/** Maximum bytes of all headers together, as Latin-1. No common receiver reads more. */
export const MOST_HEADER_BYTES = 32_768;
