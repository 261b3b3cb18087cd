using System.Text;
using Pharos.Configuration;

namespace Pharos.Http.Credentials;

/// <summary>A text that stands in the configuration, or in a file that is read whenever it is asked for. Thread-safe.</summary>
internal sealed class SecretSource
{
    /// <summary>A certificate bundle of a whole system has a quarter of that.</summary>
    private const int MostBytes = 4 << 20;

    private readonly string _what;
    private Content? _last;

    /// <param name="what">What the text is, for complaints: <c>basic auth password</c>.</param>
    public SecretSource(string what, Secret text, string file)
    {
        (_what, File) = (what, file);
        if (file.Length == 0)
        {
            _last = new Content([], text.Reveal());
        }
    }

    /// <summary>Empty if the text stands in the configuration.</summary>
    public string File { get; }

    /// <summary>Where the text is from, for complaints.</summary>
    public string Description => File.Length == 0 ? "inline" : "file " + File;

    /// <summary>The text, without white space at its ends if it is from a file. The same object as long as the file has the same content.</summary>
    /// <exception cref="ClientConfigurationException">The file cannot be read.</exception>
    public string Read()
    {
        var last = Volatile.Read(ref _last);
        return last is not null && File.Length == 0 ? last.Text : ReadFile(last).Text;
    }

    private Content ReadFile(Content? last)
    {
        try
        {
            // Reading is hardly dearer than looking whether the file changed, and cannot be wrong about it.
            using var handle = System.IO.File.OpenHandle(File);
            Span<byte> first = stackalloc byte[2048];
            var length = RandomAccess.Read(handle, first, 0);
            if (length < first.Length)
            {
                return last is not null && first[..length].SequenceEqual(last.Bytes) ? last : Remember(first[..length].ToArray());
            }

            var bytes = ReadAll(handle);
            return last is not null && bytes.AsSpan().SequenceEqual(last.Bytes) ? last : Remember(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClientConfigurationException($"unable to read {_what}: unable to read file {File}: {error.Message}", error);
        }
    }

    private static byte[] ReadAll(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        using var content = new MemoryStream();
        var part = new byte[16 << 10];
        while (RandomAccess.Read(handle, part, content.Length) is > 0 and var read)
        {
            content.Write(part, 0, read);
            if (content.Length > MostBytes)
            {
                throw new IOException($"it has more than {MostBytes} bytes");
            }
        }

        return content.ToArray();
    }

    private Content Remember(byte[] bytes)
    {
        var content = new Content(bytes, Encoding.UTF8.GetString(bytes).Trim());
        Volatile.Write(ref _last, content);
        return content;
    }

    private sealed record Content(byte[] Bytes, string Text);
}
