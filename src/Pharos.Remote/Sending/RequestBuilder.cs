using Pharos.Foundation.Compression;
using Pharos.Remote.Watching;

namespace Pharos.Remote.Sending;

/// <summary>
/// Makes compressed requests of batches, one after the other, in memory that it keeps. A shard has one. Not safe for concurrent use.
/// </summary>
internal abstract class RequestBuilder
{
    /// <summary>A request ends behind the entry with which it gets this long, before compression; receivers accept a few times as much.</summary>
    protected const int MaxBytes = 8 << 20;

    /// <summary>Buffers that have grown beyond this for one request are not kept.</summary>
    protected const int MaxKeptBytes = 4 << 20;

    private readonly SnappyEncoder _encoder = new();
    private byte[] _compressed = [];
    private int _length;

    /// <summary>The request. Valid until the next one is made.</summary>
    public ReadOnlyMemory<byte> Body => _compressed.AsMemory(0, _length);

    /// <summary>Makes a request of the entries from one index to before another, as far as they fit.</summary>
    /// <param name="minTimeMs">Older ones are left out.</param>
    public RequestContents Build(SampleBatch batch, int from, int to, long minTimeMs)
    {
        Begin();
        var counts = default(SampleCounts);
        var tooOld = default(SampleCounts);
        var metadata = 0;
        var (oldest, newest) = (long.MaxValue, 0L);
        var at = from;
        for (; at < to && RawLength < MaxBytes; at++)
        {
            var time = batch.TimeMsAt(at);
            var kind = batch.KindAt(at);
            if (time < minTimeMs)
            {
                Count(ref tooOld, kind);
                continue;
            }

            Count(ref counts, kind);
            metadata += Add(batch, at, kind) ? 1 : 0;
            if (time > 0)
            {
                oldest = Math.Min(oldest, time);
                newest = Math.Max(newest, time);
            }
        }

        Compress(Complete());
        return new RequestContents(at - from, counts, tooOld, metadata, oldest, newest);
    }

    /// <summary>How long the request is so far.</summary>
    protected abstract int RawLength { get; }

    protected abstract void Begin();

    /// <summary>Returns whether metadata went with it.</summary>
    protected abstract bool Add(SampleBatch batch, int index, LoggedKind kind);

    protected abstract ReadOnlySpan<byte> Complete();

    protected void Compress(ReadOnlySpan<byte> request)
    {
        var needed = SnappyEncoder.MaxEncodedLength(request.Length);
        if (_compressed.Length < needed || _compressed.Length > Math.Max(needed, MaxKeptBytes))
        {
            _compressed = GC.AllocateUninitializedArray<byte>(Math.Max(needed, Math.Min(_compressed.Length * 2, MaxKeptBytes)));
        }

        _length = _encoder.Encode(request, _compressed);
    }

    public static void Count(ref SampleCounts counts, LoggedKind kind)
    {
        counts.Samples += kind == LoggedKind.Sample ? 1 : 0;
        counts.Histograms += kind == LoggedKind.Histogram ? 1 : 0;
        counts.Exemplars += kind == LoggedKind.Exemplar ? 1 : 0;
    }
}
