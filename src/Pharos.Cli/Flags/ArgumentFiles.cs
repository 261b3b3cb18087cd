namespace Pharos.Cli.Flags;

/// <summary>Puts the lines of a file in the place of an argument <c>@file</c>, one argument each; lines that begin with # are comments.</summary>
internal static class ArgumentFiles
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>A file that names itself ends here.</summary>
    private const int MaxDepth = 8;

    /// <exception cref="FlagException">A file cannot be read, or files name files without end.</exception>
    public static List<string> Expand(IReadOnlyList<string> arguments)
    {
        var expanded = new List<string>(arguments.Count);
        Append(expanded, arguments, 0);
        return expanded;
    }

    private static void Append(List<string> expanded, IReadOnlyList<string> arguments, int depth)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                expanded.AddRange(arguments.Skip(i));
                return;
            }

            if (argument.Length > 1 && argument[0] == '@')
            {
                Append(expanded, Read(argument[1..], depth), depth + 1);
            }
            else
            {
                expanded.Add(argument);
            }
        }
    }

    private static List<string> Read(string path, int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new FlagException($"arguments file \"{path}\": files name files more than {MaxDepth} deep");
        }

        try
        {
            using var reader = new StreamReader(path);
            if (reader.BaseStream is FileStream { Length: > MaxBytes })
            {
                throw new FlagException($"arguments file \"{path}\" is larger than {MaxBytes} bytes");
            }

            var lines = new List<string>();
            while (reader.ReadLine() is { } line)
            {
                if (line.Length > 0 && line[0] != '#')
                {
                    lines.Add(line);
                }
            }

            return lines;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlagException($"failed to open arguments file \"{path}\": {exception.Message}");
        }
    }
}
