/** Status line `HTTP/1.1 1xx`. 101 is left to undici, which rejects it. */
const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
const EXAMPLE = 'HTTP/1.1 100 ';
const END_OF_HEAD = '\r\n\r\n';
/** Most bytes of one interim response. A longer one is left to undici, which rejects it. */
const LONGEST_HEAD = 16_384;
const NOTHING = Buffer.alloc(0);

/** Removes interim responses (1xx) from the bytes of a connection. */
export interface InterimResponses {
  /** Called before a request is written: its response begins with the next byte. */
  begin(): void;
  /** Returns the bytes without interim responses; nothing while they may belong to one. */
  strip(bytes: Buffer): Buffer;
}

/**
 * A client must accept any number of interim responses, even unexpected ones (RFC 9110, section 15.2).
 * undici skips 102 and higher, but closes the connection on an unexpected `100 Continue`. Only status lines
 * at the start of a response are parsed here; undici parses the rest.
 */
export function createInterimResponses(): InterimResponses {
  let isAtStart = true;
  let kept: Buffer = NOTHING;

  /** Called when the final response has begun. */
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

/** True also for the beginning of a possible interim status line. */
function isInterim(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, EXAMPLE.length);
  return INTERIM.test(start + EXAMPLE.slice(start.length));
}
