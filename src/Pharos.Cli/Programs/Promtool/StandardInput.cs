namespace Pharos.Cli.Programs.Promtool;

/// <summary>What is piped into a command.</summary>
internal static class StandardInput
{
    /// <summary>No exposition is that large, and memory is not endless.</summary>
    private const int MostBytes = 1 << 30;

    /// <exception cref="PromtoolException">There is more than can be taken.</exception>
    public static byte[] ReadAll(Terminal terminal)
    {
        using var input = terminal.Input();
        using var all = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = input.Read(buffer)) > 0)
        {
            all.Write(buffer, 0, read);
            if (all.Length > MostBytes)
            {
                throw new PromtoolException($"the input has more than {MostBytes} bytes");
            }
        }

        return all.ToArray();
    }
}
