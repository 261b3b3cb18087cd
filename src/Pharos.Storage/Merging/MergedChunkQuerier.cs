using Pharos.Model;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Merging;

/// <summary>As <see cref="MergedQuerier"/>, for chunks.</summary>
public sealed class MergedChunkQuerier : IChunkQuerier
{
    private readonly IChunkQuerier[] _queriers;
    private readonly ChunkEncoding _floatEncoding;

    private MergedChunkQuerier(IChunkQuerier[] queriers, ChunkEncoding floatEncoding)
    {
        _queriers = queriers;
        _floatEncoding = floatEncoding;
    }

    public IReadOnlyList<string> LabelWarnings => MergedLabels.Warnings(_queriers);

    /// <summary>Takes the queriers over; a primary one alone is given back as it is.</summary>
    /// <param name="floatEncoding">For floats of overlapping chunks, which are written anew.</param>
    public static IChunkQuerier Of(
        IReadOnlyList<IChunkQuerier> primaries, IReadOnlyList<IChunkQuerier> secondaries, ChunkEncoding floatEncoding = ChunkEncoding.Xor) =>
        primaries.Count == 1 && secondaries.Count == 0
            ? primaries[0]
            : new MergedChunkQuerier([.. secondaries.Select(static querier => new SecondaryChunkQuerier(querier)), .. primaries], floatEncoding);

    public ChunkSeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
    {
        var sets = new List<ChunkSeriesSet>(_queriers.Length);
        try
        {
            foreach (var querier in _queriers)
            {
                sets.Add(querier.Select(sorted || _queriers.Length > 1, hints, matchers, cancellation));
            }

            return MergedChunkSeriesSet.Of(sets, hints?.Limit ?? 0, _floatEncoding);
        }
        catch
        {
            sets.ForEach(static set => set.Dispose());
            throw;
        }
    }

    public IReadOnlyList<byte[]> LabelValues(
        ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        MergedLabels.Values(_queriers, name, limit, matchers, cancellation);

    public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        MergedLabels.Names(_queriers, limit, matchers, cancellation);

    public void Dispose() => MergedLabels.Dispose(_queriers);
}
