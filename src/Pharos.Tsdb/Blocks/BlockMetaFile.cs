using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pharos.Foundation.Files;
using Pharos.Storage;

namespace Pharos.Tsdb.Blocks;

/// <summary>Reads and writes <c>meta.json</c>.</summary>
public static class BlockMetaFile
{
    public const string Name = "meta.json";

    /// <summary>Far more than a block with thousands of ancestors has.</summary>
    private const int MaxBytes = 64 << 20;

    private static readonly BlockMetaJson Json = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        IndentCharacter = '\t',
        IndentSize = 1,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <exception cref="CorruptionException">It is not what describes a block, or describes one of another version.</exception>
    public static BlockMeta Read(string directory)
    {
        var path = Path.Combine(directory, Name);
        using var handle = File.OpenHandle(path);
        var length = RandomAccess.GetLength(handle);
        if (length > MaxBytes)
        {
            throw new CorruptionException($"expected at most {MaxBytes} bytes, found {length}", path: path);
        }

        var bytes = new byte[length];
        var read = RandomAccess.Read(handle, bytes, 0);
        return Parse(bytes.AsSpan(0, read), path);
    }

    /// <summary>Reads what stands in the file; the path is for messages.</summary>
    public static BlockMeta Parse(ReadOnlySpan<byte> json, string? path = null)
    {
        BlockMeta? meta;
        try
        {
            meta = JsonSerializer.Deserialize(json, Json.BlockMeta);
        }
        catch (JsonException exception)
        {
            throw new CorruptionException($"not a description of a block: {exception.Message}", path: path, cause: exception);
        }

        if (meta?.Stats is null || meta.Compaction is null)
        {
            throw new CorruptionException("not a description of a block: null where an object was expected", path: path);
        }

        return meta.Version == BlockMeta.CurrentVersion
            ? meta
            : throw new CorruptionException($"unexpected meta file version {meta.Version}", path: path);
    }

    public static byte[] Format(BlockMeta meta) => JsonSerializer.SerializeToUtf8Bytes(meta, Json.BlockMeta);

    /// <summary>Replaces the file and returns its length.</summary>
    public static long Write(string directory, BlockMeta meta)
    {
        var bytes = Format(meta);
        ReplacedFile.Write(Path.Combine(directory, Name), bytes);
        return bytes.Length;
    }
}

[JsonSerializable(typeof(BlockMeta))]
internal sealed partial class BlockMetaJson : JsonSerializerContext;
