/**
 * Host and path as they were typed: an address may hold `{{ }}`, which `URL` would encode. The
 * scheme shows only where it is not https; a name and password never do.
 */
export function splitUrl(url: string): { host: string; path: string } {
  const [, scheme = '', authority = url, path = ''] =
    /^(https?:\/\/)([^/?#]+)(.*)$/i.exec(url.trim()) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return {
    host: scheme.toLowerCase() === 'http://' ? `http://${host}` : host,
    path: path === '/' ? '' : path,
  };
}
