/** As long as Strapi lets a short text be: a webhook's name, a header's. */
export const LONGEST_NAME = 255;
/** Bytes of all headers together, as Latin-1: more than any receiver reads. */
export const MOST_HEADER_BYTES = 32_768;
