using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pharos.Hosting.Protection;

/// <summary>What a client says to be let in, in the header <c>Authorization</c>.</summary>
internal sealed record BasicCredentials(string Name, ReadOnlyMemory<byte> Password)
{
    private const string Scheme = "Basic ";

    /// <summary>Longer ones are nobody's; a header may have a megabyte.</summary>
    private const int MostBytes = 4096;

    /// <summary>Reads the header's value as Go does: base 64 with its padding, in it a name up to the first colon.</summary>
    public static bool TryParse(string header, [NotNullWhen(true)] out BasicCredentials? credentials)
    {
        credentials = null;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > MostBytes)
        {
            return false;
        }

        var encoded = Encoding.Latin1.GetBytes(header, Scheme.Length, header.Length - Scheme.Length);
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        if (Base64.DecodeFromUtf8(encoded, decoded, out _, out var length) != OperationStatus.Done)
        {
            return false;
        }

        var colon = decoded.AsSpan(0, length).IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        credentials = new BasicCredentials(Encoding.UTF8.GetString(decoded, 0, colon), decoded.AsMemory(colon + 1, length - colon - 1));
        return true;
    }
}
