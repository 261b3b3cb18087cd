using System.Globalization;
using System.Text;

namespace Pharos.Foundation.RegularExpressions.Unicode;

/// <summary>Reads the data files that are embedded beside this type: lines of words, comments with <c>#</c>.</summary>
internal static class UnicodeFacts
{
    /// <summary>The entries of a file: a name, then its words. An indented line continues the entry above it.</summary>
    public static Dictionary<string, List<string>> Read(string resource)
    {
        using var stream = typeof(UnicodeFacts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The embedded file {resource} is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var entries = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> words = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var pieces = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(' '))
            {
                words.AddRange(pieces);
            }
            else
            {
                words = [.. pieces.AsSpan(1)];
                entries.Add(pieces[0], words);
            }
        }

        return entries;
    }

    /// <summary>A range as the files write it: <c>41-5A</c>, <c>100-12E/2</c> or <c>AA</c>.</summary>
    public static (int First, int Last, int Step) ParseRange(ReadOnlySpan<char> word)
    {
        var step = 1;
        if (word.EndsWith("/2", StringComparison.Ordinal))
        {
            step = 2;
            word = word[..^2];
        }

        var dash = word.IndexOf('-');
        return dash < 0
            ? (ParseHex(word), ParseHex(word), step)
            : (ParseHex(word[..dash]), ParseHex(word[(dash + 1)..]), step);
    }

    public static int ParseHex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
