using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Pharos.Hosting.Http;

/// <summary>Reads the <c>Accept-Encoding</c> header.</summary>
public static class AcceptEncoding
{
    /// <summary>Whether the client takes gzip: it names it, or <c>*</c>, and not with a quality of zero.</summary>
    public static bool TakesGzip(StringValues header)
    {
        var byStar = false;
        foreach (var value in header)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                var accepted = Accepts(value.AsSpan(part), out var name);
                if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase))
                {
                    return accepted;
                }

                byStar |= name is "*" && accepted;
            }
        }

        return byStar;
    }

    internal const string Gzip = "gzip";
    internal const string Deflate = "deflate";

    /// <summary>The first of gzip and deflate that the client names and takes; null if it takes neither.</summary>
    public static string? Choose(StringValues header)
    {
        foreach (var value in header)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (Accepts(value.AsSpan(part), out var name))
                {
                    if (name.Equals(Gzip, StringComparison.OrdinalIgnoreCase))
                    {
                        return Gzip;
                    }

                    if (name.Equals(Deflate, StringComparison.OrdinalIgnoreCase))
                    {
                        return Deflate;
                    }
                }
            }
        }

        return null;
    }

    private static bool Accepts(ReadOnlySpan<char> coding, out ReadOnlySpan<char> name)
    {
        var semicolon = coding.IndexOf(';');
        if (semicolon < 0)
        {
            name = coding.Trim();
            return true;
        }

        name = coding[..semicolon].Trim();
        var parameter = coding[(semicolon + 1)..].Trim();
        return !(parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
            && quality == 0);
    }
}
