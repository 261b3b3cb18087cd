namespace Pharos.Formats.Text;

/// <summary>Texts between double quotes, with backslashes as escapes.</summary>
internal static class QuotedText
{
    /// <summary>The place behind the closing quote of the text whose opening quote stands at <paramref name="start"/>.</summary>
    public static int End(
        ReadOnlySpan<byte> input, int start, string what, bool allowZeros, bool allowLineBreaks, out bool hasEscapes)
    {
        hasEscapes = false;
        for (var at = start + 1; at < input.Length; at++)
        {
            switch (input[at])
            {
                case (byte)'"':
                    return at + 1;
                case (byte)'\\':
                    // A backslash takes the next character with it, whatever it is, but not the end of the line.
                    hasEscapes = true;
                    at = allowZeros ? ZeroBytes.Skip(input, at + 1) : at + 1;
                    if (at < input.Length && input[at] is (byte)'\n' or 0)
                    {
                        ExpositionErrors.ThrowExpected(input, at, $"{what} to go on after a backslash");
                    }

                    break;
                case (byte)'\n' when !allowLineBreaks:
                    ExpositionErrors.ThrowExpected(input, at, $"{what} to end with a double quote");
                    break;
                case 0 when !allowZeros:
                    ExpositionErrors.ThrowExpected(input, at, $"{what} without zero bytes");
                    break;
            }
        }

        ExpositionErrors.ThrowExpected(input, input.Length, $"{what} to end with a double quote");
        return -1;
    }
}
