using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pharos.Hosting.Http;

/// <summary>
/// The path of a request as routes are compared with it: escapes decoded once, all of them, and dots still in it, as Go's web server has
/// it. Kestrel's own has the dots resolved already and an escaped slash still escaped.
/// </summary>
public static class RequestPath
{
    /// <summary>
    /// The bytes of the segment of the path that stands before a suffix, as the client wrote it: bytes that are no text are not to be seen in the path.
    /// </summary>
    /// <param name="decoded">The segment as it is in the path.</param>
    public static byte[] SegmentBytes(HttpContext context, string decoded, string suffix)
    {
        const char Replaced = '\uFFFD';
        var target = PathOf(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "");
        if (!decoded.Contains(Replaced, StringComparison.Ordinal) || !target.EndsWith(suffix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(decoded);
        }

        var before = target[..^suffix.Length];
        return DecodeBytes(before[(before.LastIndexOf('/') + 1)..]);
    }

    internal static string Of(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return string.IsNullOrEmpty(target) ? path : Decode(PathOf(target), path);
    }

    /// <summary>The part of the request's target that is the path: no query, and no host where the target has one.</summary>
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        if (path.StartsWith('/'))
        {
            return path;
        }

        var host = path.IndexOf("://", StringComparison.Ordinal);
        var slash = host < 0 ? -1 : path[(host + 3)..].IndexOf('/');
        return slash < 0 ? "/" : path[(host + 3 + slash)..];
    }

    /// <param name="known">Returned where it is the same, so that most requests make no new text.</param>
    private static string Decode(ReadOnlySpan<char> escaped, string known)
    {
        if (!escaped.Contains('%'))
        {
            return escaped.SequenceEqual(known) ? known : escaped.ToString();
        }

        return Encoding.UTF8.GetString(DecodeBytes(escaped));
    }

    private static byte[] DecodeBytes(ReadOnlySpan<char> escaped)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(escaped.Length)];
        var length = 0;
        for (var at = 0; at < escaped.Length; at++)
        {
            if (escaped[at] == '%' && at + 2 < escaped.Length && char.IsAsciiHexDigit(escaped[at + 1]) && char.IsAsciiHexDigit(escaped[at + 2]))
            {
                bytes[length++] = (byte)(HexValue(escaped[at + 1]) << 4 | HexValue(escaped[at + 2]));
                at += 2;
            }
            else
            {
                length += Encoding.UTF8.GetBytes(escaped.Slice(at, 1), bytes.AsSpan(length));
            }
        }

        return bytes[..length];
    }

    private static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
