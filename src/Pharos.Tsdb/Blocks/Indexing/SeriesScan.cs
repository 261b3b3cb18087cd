using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Goes over the entries of series that a writer has just written, in their order. Not safe for concurrent use.</summary>
internal sealed class SeriesScan
{
    private const int SeriesPerCancellationCheck = 4096;

    private readonly MappedBytes _file;
    private readonly long _start;
    private readonly long _end;
    private readonly CancellationToken _cancellation;
    private long _next;
    private long _body;
    private int _left;

    public SeriesScan(MappedBytes file, long start, long end, CancellationToken cancellation)
    {
        _file = file;
        _start = start;
        _end = end;
        _cancellation = cancellation;
    }

    public uint Id { get; private set; }

    /// <summary>The current entry: first the number of labels, then for each the numbers of name and value.</summary>
    public FieldReader Fields => new(_file.From(_body, (int)Math.Min(_next - _body, int.MaxValue)), _body, _file.Path);

    public void Restart() => _next = _start;

    public bool MoveNext()
    {
        var offset = (_next + IndexFormat.SeriesAlignment - 1) / IndexFormat.SeriesAlignment * IndexFormat.SeriesAlignment;
        if (offset >= _end)
        {
            return false;
        }

        if (--_left < 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            _left = SeriesPerCancellationCheck;
        }

        VarInt.TryRead(_file.From(offset, VarInt.MaxBytes), out var length, out var prefix);
        Id = (uint)(offset / IndexFormat.SeriesAlignment);
        _body = offset + prefix;
        _next = _body + (long)length + IndexFormat.ChecksumBytes;
        return true;
    }
}
