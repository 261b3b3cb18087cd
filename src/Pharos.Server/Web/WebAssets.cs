using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Pharos.Server.Web;

/// <summary>
/// A file of the web interface. The compressed form is made when it is first asked for. Safe for concurrent use; the arrays are not to be
/// written to.
/// </summary>
internal sealed class WebAsset
{
    private readonly Lazy<byte[]> _gzip;

    public WebAsset(string path, byte[] content)
    {
        Content = content;
        ContentType = TypeOf(path);
        ETag = "\"" + Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12)) + "\"";
        _gzip = new Lazy<byte[]>(() => Compress(content));
    }

    public byte[] Content { get; }

    public byte[] Gzip => _gzip.Value;

    public string ContentType { get; }

    public string ETag { get; }

    /// <summary>Whether compressing is worth it: fonts and pictures are compressed already.</summary>
    public bool IsText => ContentType.StartsWith("text/", StringComparison.Ordinal) || ContentType is "application/json" or "image/svg+xml";

    internal static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".txt" => "text/plain; charset=utf-8",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".ico" => "image/x-icon",
        ".woff2" => "font/woff2",
        _ => "application/octet-stream",
    };

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}

/// <summary>
/// The files of the web interface by their path, as <c>assets/index.js</c>. They are looked up in a table, never on a disk: a path that
/// climbs out of it finds nothing.
/// </summary>
internal sealed class WebAssets
{
    private const string ResourcePrefix = "ui/";

    private readonly FrozenDictionary<string, Lazy<WebAsset>> _files;

    private WebAssets(IEnumerable<KeyValuePair<string, Lazy<WebAsset>>> files)
    {
        _files = files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Those built into this assembly; none, when the web interface was not built before it.</summary>
    public static WebAssets Embedded { get; } = FromResources(typeof(WebAssets).Assembly);

    public static WebAssets Of(params IEnumerable<(string Path, byte[] Content)> files) => new(files.Select(
        static file => KeyValuePair.Create(file.Path, new Lazy<WebAsset>(() => new WebAsset(file.Path, file.Content)))));

    public WebAsset? Find(string path) => _files.TryGetValue(path, out var asset) ? asset.Value : null;

    private static WebAssets FromResources(Assembly assembly) => new(
        from name in assembly.GetManifestResourceNames()
        where name.StartsWith(ResourcePrefix, StringComparison.Ordinal)
        select KeyValuePair.Create(name[ResourcePrefix.Length..], new Lazy<WebAsset>(() => new WebAsset(name, Read(assembly, name)))));

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"resource {name} is missing");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
