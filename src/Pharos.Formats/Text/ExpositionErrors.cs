using System.Diagnostics.CodeAnalysis;
using Pharos.Foundation.Text;

namespace Pharos.Formats.Text;

/// <summary>Broken input becomes an exception here, out of line and with its place.</summary>
internal static class ExpositionErrors
{
    /// <summary>Enough of what was found to recognise it; the input may be anything.</summary>
    private const int MaxQuotedBytes = 64;

    /// <summary>Something else stands at <paramref name="at"/> than what was expected there.</summary>
    [DoesNotReturn]
    public static void ThrowExpected(ReadOnlySpan<byte> input, int at, string expected)
    {
        var found = at >= input.Length ? "the end of the exposition"
            : input[at] == (byte)'\n' ? "the end of the line"
            : GoQuote.Quote(input.Slice(at, TokenLength(input[at..])));
        Throw(input, at, $"expected {expected}, found {found}");
    }

    [DoesNotReturn]
    public static void Throw(ReadOnlySpan<byte> input, int at, string reason)
    {
        var before = input[..Math.Min(at, input.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - before.LastIndexOf((byte)'\n');
        throw new ExpositionException(reason, before.Length, line, column);
    }

    public static string Quote(ReadOnlySpan<byte> text) =>
        text.Length <= MaxQuotedBytes ? GoQuote.Quote(text) : GoQuote.Quote(text[..MaxQuotedBytes]) + "…";

    private static int TokenLength(ReadOnlySpan<byte> rest)
    {
        var length = rest[1..].IndexOfAny((byte)' ', (byte)'\n');
        length = length < 0 ? rest.Length : length + 1;
        return Math.Min(length, MaxQuotedBytes);
    }
}
