namespace Pharos.Formats.Text;

/// <summary>
/// Zero bytes as the reference's lexers see them: within comment lines, and from a label value's opening quote to behind its closing one,
/// each byte taken takes the zeros behind it along, as if they were not there. Anywhere else a zero byte is a byte that fits nothing.
/// </summary>
internal static class ZeroBytes
{
    /// <summary>The next place with another byte.</summary>
    public static int Skip(ReadOnlySpan<byte> input, int at)
    {
        while ((uint)at < (uint)input.Length && input[at] == 0)
        {
            at++;
        }

        return at;
    }

    /// <summary>Behind a word that stands at <paramref name="at"/>, with zeros perhaps behind each letter; -1 where it does not stand there.</summary>
    public static int EndOfWord(ReadOnlySpan<byte> input, int at, ReadOnlySpan<byte> word)
    {
        // Fast path: hardly any exposition has zeros.
        if (input[at..].StartsWith(word) && (at + word.Length == input.Length || input[at + word.Length] != 0))
        {
            return at + word.Length;
        }

        foreach (var letter in word)
        {
            if ((uint)at >= (uint)input.Length || input[at] != letter)
            {
                return -1;
            }

            at = Skip(input, at + 1);
        }

        return at;
    }
}
