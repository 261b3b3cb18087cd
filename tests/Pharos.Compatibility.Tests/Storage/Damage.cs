using Pharos.Tsdb.Blocks;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>What can have happened to a data directory.</summary>
internal static class Damage
{
    public static IReadOnlyDictionary<string, Action<string>> All { get; } = new Dictionary<string, Action<string>>
    {
        ["nothing"] = static _ => { },
        ["log torn"] = static directory => Cut(Files(directory, "wal")[^1], static used => used - 11),
        ["log empty at its end"] = static directory => Cut(Files(directory, "wal")[^1], static _ => 0),
        ["log flipped early"] = static directory => Flip(Files(directory, "wal")[0], 1, 10),
        ["log flipped in the middle"] = static directory => Flip(Files(directory, "wal")[Files(directory, "wal").Length / 2], 1, 2),
        ["log flipped late"] = static directory => Flip(Files(directory, "wal")[^1], 9, 10),
        ["late log torn"] = static directory => Cut(Files(directory, "wbl")[^1], static used => used - 5),
        ["late log flipped"] = static directory => Flip(Files(directory, "wbl")[^1], 1, 2),
        ["late log gone"] = static directory => Directory.Delete(Path.Combine(directory, "wbl"), recursive: true),
        ["chunks flipped early"] = static directory => Flip(Files(directory, "chunks_head")[0], 1, 10),
        ["chunks flipped in the middle"] = static directory => Flip(Files(directory, "chunks_head")[0], 1, 2),
        ["chunks flipped late"] = static directory => Flip(Files(directory, "chunks_head")[0], 9, 10),
        ["chunks with another version"] = static directory => Flip(Files(directory, "chunks_head")[0], 4),
        ["chunks torn"] = static directory => Cut(Files(directory, "chunks_head")[0], static used => used / 2),
        ["chunks without header"] = static directory => Cut(Files(directory, "chunks_head")[^1], static _ => 3),
        ["chunks gone"] = static directory => Directory.Delete(Path.Combine(directory, "chunks_head"), recursive: true),
        ["block without meta"] = static directory => File.Delete(Path.Combine(CopyOfBlock(directory), "meta.json")),
        ["block with half a meta"] = static directory => Cut(Path.Combine(CopyOfBlock(directory), "meta.json"), static used => used / 2),
        ["leftovers"] = Leave,
        ["log with a gap"] = static directory => File.Delete(Files(directory, "wal")[Files(directory, "wal").Length / 2]),
        ["checkpoint flipped"] = static directory =>
        {
            if (Directory.GetDirectories(Path.Combine(directory, "wal"), "checkpoint.*") is [.., var checkpoint])
            {
                Flip(Files(checkpoint, "")[0], 1, 2);
            }
        },
    };

    /// <summary>Blocks that cannot be read: both refuse to open a directory with one, rather than pass over what may be much.</summary>
    public static IReadOnlyDictionary<string, Action<string>> OfBlocks { get; } = new Dictionary<string, Action<string>>
    {
        ["index torn"] = static directory => Cut(Path.Combine(CopyOfBlock(directory), "index"), static used => used / 2),
        ["index with a broken table of contents"] = static directory => Flip(Path.Combine(CopyOfBlock(directory), "index"), 999, 1000),
        ["no index"] = static directory => File.Delete(Path.Combine(CopyOfBlock(directory), "index")),
        ["chunks without header"] = static directory => Cut(Path.Combine(CopyOfBlock(directory), "chunks", "000001"), static _ => 3),
        ["tombstones flipped"] = static directory => Flip(Path.Combine(CopyOfBlock(directory), "tombstones"), 1, 2),
    };

    private static string[] Files(string directory, string folder) =>
        [.. Directory.GetFiles(Path.Combine(directory, folder)).Where(static path => new FileInfo(path).Length > 0).Order(StringComparer.Ordinal)];

    private static void Leave(string directory)
    {
        foreach (var name in (string[])
                 [
                     "01HF3WXM4N7Y0X3J7F8Q9ZABCD.tmp-for-creation", "01HF3WXM4N7Y0X3J7F8Q9ZABCE.tmp-for-deletion", "01HF3WXM4N7Y0X3J7F8Q9ZABCF.tmp",
                     "wal/checkpoint.00000900.tmp", "lost+found", "01HF3WXM4N7Y0X3J7F8Q9ZABCG",
                 ])
        {
            Directory.CreateDirectory(Path.Combine(directory, name, "chunks"));
            File.WriteAllText(Path.Combine(directory, name, "index"), "not an index");
        }

        File.WriteAllText(Path.Combine(directory, "lock"), "");
        File.WriteAllText(Path.Combine(directory, "queries.active"), "[");
    }

    /// <summary>A block of its own name and time, with the content of the first one.</summary>
    private static string CopyOfBlock(string directory)
    {
        var source = Directory.GetDirectories(directory).Order(StringComparer.Ordinal).First(static path => Ulid.TryParse(Path.GetFileName(path), out _));
        var target = Path.Combine(directory, "01HF3WXM4N7Y0X3J7F8Q9ZABCH");
        OurDatabase.Copy(source, target);
        var meta = BlockMetaFile.Read(source);
        Assert.True(Ulid.TryParse(Path.GetFileName(target), out var name));
        BlockMetaFile.Write(target, meta with { Ulid = name, Compaction = meta.Compaction with { Sources = [name] } });
        return target;
    }

    /// <summary>Inverts the byte at a part of what is written of the file.</summary>
    private static void Flip(string path, int numerator, int denominator) =>
        Flip(path, (int)((long)Used(path) * numerator / denominator));

    private static void Flip(string path, int offset)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var value = file.ReadByte() ^ 0xff;
        file.Position = offset;
        file.WriteByte((byte)value);
    }

    private static void Cut(string path, Func<int, int> lengthOf)
    {
        var used = Used(path);
        using var file = File.OpenWrite(path);
        file.SetLength(Math.Max(0, lengthOf(used)));
    }

    /// <summary>The length without the zeros at the end.</summary>
    private static int Used(string path) => File.ReadAllBytes(path).AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
}
