using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Files;
using Pharos.Storage;

namespace Pharos.Tsdb.Blocks.Deletion;

/// <summary>
/// The file <c>tombstones</c> of a block; see <c>docs/tombstones.md</c>. Its entries are also what a snapshot of the head has.
/// </summary>
public static class TombstoneFile
{
    public const string Name = "tombstones";

    private const uint Magic = 0x0130_BA30;
    private const byte Version = 1;
    private const int MagicBytes = 4;
    private const int VersionBytes = 1;
    private const int ChecksumBytes = 4;

    /// <summary>Reads the file of a block; without one, nothing was deleted.</summary>
    public static TombstoneStore Read(string directory, out long sizeBytes)
    {
        var path = Path.Combine(directory, Name);
        sizeBytes = 0;
        if (!File.Exists(path))
        {
            return new TombstoneStore();
        }

        var bytes = File.ReadAllBytes(path);
        sizeBytes = bytes.Length;
        return Parse(bytes, path);
    }

    /// <summary>Reads what stands in the file; the path is for messages.</summary>
    public static TombstoneStore Parse(ReadOnlySpan<byte> file, string? path = null)
    {
        if (file.Length < MagicBytes + VersionBytes + ChecksumBytes)
        {
            throw new CorruptionException($"tombstones of {file.Length} bytes", 0, path);
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(file);
        if (magic != Magic)
        {
            throw new CorruptionException($"expected tombstones, which begin with {Magic:x8}, found {magic:x8}", 0, path);
        }

        var content = file[MagicBytes..^ChecksumBytes];
        if (Crc32C.Compute(content[VersionBytes..]) != BinaryPrimitives.ReadUInt32BigEndian(file[^ChecksumBytes..]))
        {
            throw new CorruptionException("the checksum of the tombstones is wrong", file.Length - ChecksumBytes, path);
        }

        return ParseEntries(content, MagicBytes, path);
    }

    /// <summary>Reads the version and the entries, which have no checksum here.</summary>
    /// <param name="offset">Where they begin, for messages.</param>
    public static TombstoneStore ParseEntries(ReadOnlySpan<byte> content, long offset = 0, string? path = null)
    {
        if (content.IsEmpty || content[0] != Version)
        {
            throw new CorruptionException($"invalid tombstone format {(content.IsEmpty ? 0 : content[0])}", offset, path);
        }

        // Gathered by series first: merging one by one would take the square of the time for a series with many.
        var gathered = new Dictionary<ulong, List<Interval>>();
        var at = VersionBytes;
        while (at < content.Length)
        {
            if (!VarInt.TryRead(content[at..], out var series, out var length)
                || !VarInt.TryReadSigned(content[(at += length)..], out var minTimeMs, out length)
                || !VarInt.TryReadSigned(content[(at += length)..], out var maxTimeMs, out length))
            {
                throw new CorruptionException("expected a number", offset + at, path);
            }

            at += length;
            if (!gathered.TryGetValue(series, out var intervals))
            {
                gathered.Add(series, intervals = []);
            }

            intervals.Add(new Interval(minTimeMs, maxTimeMs));
        }

        var store = new TombstoneStore();
        foreach (var (series, intervals) in gathered)
        {
            store.Add(series, Intervals.Of([.. intervals]));
        }

        return store;
    }

    public static byte[] Format(TombstoneStore store)
    {
        var file = new ByteBuffer();
        BinaryPrimitives.WriteUInt32BigEndian(file.GetSpan(MagicBytes), Magic);
        file.Advance(MagicBytes);
        AppendEntries(file, store);
        var checksum = Crc32C.Compute(file.Written[(MagicBytes + VersionBytes)..]);
        BinaryPrimitives.WriteUInt32BigEndian(file.GetSpan(ChecksumBytes), checksum);
        file.Advance(ChecksumBytes);
        return file.ToArray();
    }

    /// <summary>Appends the version and the entries, as <see cref="ParseEntries"/> reads them.</summary>
    public static void AppendEntries(ByteBuffer destination, TombstoneStore store)
    {
        destination.Append(Version);
        foreach (var (series, intervals) in store.ToArray())
        {
            foreach (var interval in intervals.Span)
            {
                destination.AppendVarInt(series);
                destination.Advance(VarInt.WriteSigned(destination.GetSpan(VarInt.MaxBytes), interval.MinTimeMs));
                destination.Advance(VarInt.WriteSigned(destination.GetSpan(VarInt.MaxBytes), interval.MaxTimeMs));
            }
        }
    }

    /// <summary>Replaces the file of a block and returns its length.</summary>
    public static long Write(string directory, TombstoneStore store)
    {
        var bytes = Format(store);
        ReplacedFile.Write(Path.Combine(directory, Name), bytes);
        return bytes.Length;
    }
}
