/** `HTTP/1.1 1xx` and what follows the status; 101 is left to undici, which refuses it. */
const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
const EXAMPLE = 'HTTP/1.1 100 ';
const END_OF_HEAD = '\r\n\r\n';
/** Bytes of one interim response; a longer one is left to undici, which refuses it. */
const LONGEST_HEAD = 16_384;
const NOTHING = Buffer.alloc(0);

/** Takes the responses out of a connection's bytes that come before the final one. */
export interface InterimResponses {
  /** A request is about to be written: its response begins with the next byte. */
  begin(): void;
  /** What is left of these bytes; nothing while they may be those of an interim response. */
  strip(bytes: Buffer): Buffer;
}

/**
 * A client must take any number of interim responses, also where it asked for none (RFC 9110, section
 * 15.2). undici passes over 102 and higher, and takes an unsolicited `100 Continue` for an error, in
 * which it closes the connection. Only status lines at the start of a response are looked at; all
 * else of HTTP is parsed by undici.
 */
export function createInterimResponses(): InterimResponses {
  let isAtStart = true;
  let kept: Buffer = NOTHING;

  /** The final response has begun. */
  function pass(bytes: Buffer): Buffer {
    isAtStart = false;
    kept = NOTHING;
    return bytes;
  }

  return {
    begin() {
      isAtStart = true;
      kept = NOTHING;
    },
    strip(bytes) {
      if (!isAtStart) return bytes;
      let rest = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
      while (rest.length > 0) {
        if (!isInterim(rest)) return pass(rest);
        const end = rest.indexOf(END_OF_HEAD);
        if (end < 0) {
          if (rest.length > LONGEST_HEAD) return pass(rest);
          break;
        }
        rest = rest.subarray(end + END_OF_HEAD.length);
      }
      kept = rest;
      return NOTHING;
    },
  };
}

/** Also of a beginning that may become one. */
function isInterim(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, EXAMPLE.length);
  return INTERIM.test(start + EXAMPLE.slice(start.length));
}
