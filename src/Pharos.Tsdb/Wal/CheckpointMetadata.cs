using System.Diagnostics.CodeAnalysis;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// The latest metadata of each series while a checkpoint is made. All series of a metric have the same, so the texts are kept once and a
/// series takes a few bytes. Not safe for concurrent use.
/// </summary>
internal sealed class CheckpointMetadata
{
    /// <summary>About how long a record of metadata gets.</summary>
    private const int RecordBytes = 1 << 20;

    private readonly Dictionary<ulong, int> _textOf = [];
    private readonly Dictionary<byte[], int> _known = new(new BytesComparer());
    private readonly List<byte[]> _texts = [];
    private readonly ByteBuffer _encoded = new();
    private ulong[]? _series;
    private int _taken;

    /// <summary>Sets what is known of a series; false if something was before.</summary>
    public bool Set(ulong series, MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help)
    {
        _encoded.Clear();
        _encoded.Append((byte)type);
        _encoded.AppendText(unit);
        _encoded.Append(help);
        var lookup = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(_encoded.Written, out var text))
        {
            text = _texts.Count;
            _texts.Add(_encoded.ToArray());
            _known.Add(_texts[text], text);
        }

        var isNew = !_textOf.ContainsKey(series);
        _textOf[series] = text;
        return isNew;
    }

    /// <summary>Appends a record with the series that come next in the order of their references; false if none are left.</summary>
    public bool Take(ByteBuffer destination)
    {
        if (_series is null)
        {
            _series = [.. _textOf.Keys];
            _series.AsSpan().Sort();
        }

        if (_taken == _series.Length)
        {
            return false;
        }

        var end = destination.Length + RecordBytes;
        var writer = new MetadataRecordWriter(destination);
        for (; _taken < _series.Length && destination.Length < end; _taken++)
        {
            var text = new RecordCursor(_texts[_textOf[_series[_taken]]]);
            var type = (MetricType)text.Byte();
            var unit = text.Text();
            writer.Add(_series[_taken], type, unit, text.Rest);
        }

        return true;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)XxHash64.Hash(alternate);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
