namespace Pharos.Discovery.Files;

/// <summary>
/// A path that may stand for many, as shells understand it: <c>*</c> for anything but a slash, <c>?</c> for a character, <c>[a-c]</c> for one of
/// several, a backslash before what means itself.
/// </summary>
public static class FilePattern
{
    private static readonly string[] Extensions = [".json", ".yml", ".yaml", ".JSON", ".YML", ".YAML"];

    /// <summary>Whether it is of a kind that is read, with no asterisk before the last slash.</summary>
    public static bool IsAllowed(string pattern)
    {
        var asterisk = pattern.IndexOf('*', StringComparison.Ordinal);
        return Array.Exists(Extensions, extension => pattern.EndsWith(extension, StringComparison.Ordinal))
            && (asterisk < 0 || !pattern.AsSpan(asterisk).Contains('/'));
    }

    /// <summary>The paths there are that it stands for, in order.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        if (!pattern.AsSpan().ContainsAny("*?[\\"))
        {
            return Path.Exists(pattern) ? [pattern] : [];
        }

        var directory = Path.GetDirectoryName(pattern);
        var name = Path.GetFileName(pattern);
        var directories = string.IsNullOrEmpty(directory) ? ["."] : directory == "/" ? ["/"] : Expand(directory);
        return [.. directories.SelectMany(path => Matching(path, name).Select(found => string.IsNullOrEmpty(directory) ? found : Path.Combine(path, found)))];
    }

    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // The last asterisk and how much of the name it has taken: all there is to go back to.
        var (behindAsterisk, resume) = (-1, 0);
        var (p, n) = (0, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (behindAsterisk, resume) = (++p, n);
            }
            else if (p < pattern.Length && TryMatchOne(pattern[p..], name[n], out var length))
            {
                (p, n) = (p + length, n + 1);
            }
            else if (behindAsterisk >= 0)
            {
                (p, n) = (behindAsterisk, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static IEnumerable<string> Matching(string directory, string name)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory).Select(static path => Path.GetFileName(path))
                .Where(file => Matches(name, file)).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A directory that cannot be listed is as one without files; that it cannot be watched either is said there.
            return [];
        }
    }

    /// <param name="length">How much of the pattern the character took.</param>
    private static bool TryMatchOne(ReadOnlySpan<char> pattern, char character, out int length)
    {
        length = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '[':
                return TryMatchClass(pattern, character, out length);
            case '\\' when pattern.Length > 1:
                length = 2;
                return pattern[1] == character;
            default:
                return pattern[0] == character;
        }
    }

    private static bool TryMatchClass(ReadOnlySpan<char> pattern, char character, out int length)
    {
        var at = 1;
        var isNegated = pattern.Length > 1 && pattern[1] == '^';
        at += isNegated ? 1 : 0;
        var isFound = false;
        for (var first = true; at < pattern.Length && (first || pattern[at] != ']'); first = false)
        {
            if (!TryTake(pattern, ref at, out var low))
            {
                break;
            }

            var high = low;
            if (at < pattern.Length && pattern[at] == '-')
            {
                at++;
                if (!TryTake(pattern, ref at, out high))
                {
                    break;
                }
            }

            isFound |= low <= character && character <= high;
        }

        length = at + 1;
        return at < pattern.Length && isFound != isNegated;
    }

    private static bool TryTake(ReadOnlySpan<char> pattern, ref int at, out char character)
    {
        at += at < pattern.Length && pattern[at] == '\\' ? 1 : 0;
        character = at < pattern.Length ? pattern[at] : default;
        return at++ < pattern.Length;
    }
}
