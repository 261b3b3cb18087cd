using Pharos.Model;

namespace Pharos.Storage.Merging;

/// <summary>
/// Several queriers as one. Those that are primary must answer; when a secondary one fails, the answer goes without it and has a warning: see
/// <see cref="SecondaryQuerier"/>. Disposing disposes them all.
/// </summary>
public sealed class MergedQuerier : IQuerier
{
    private readonly IQuerier[] _queriers;

    private MergedQuerier(IQuerier[] queriers)
    {
        _queriers = queriers;
    }

    public IReadOnlyList<string> LabelWarnings => MergedLabels.Warnings(_queriers);

    /// <summary>Takes the queriers over; a primary one alone is given back as it is.</summary>
    public static IQuerier Of(IReadOnlyList<IQuerier> primaries, params IReadOnlyList<IQuerier> secondaries) =>
        primaries.Count == 1 && secondaries.Count == 0
            ? primaries[0]
            : new MergedQuerier([.. secondaries.Select(static querier => new SecondaryQuerier(querier)), .. primaries]);

    public SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
    {
        var sets = new List<SeriesSet>(_queriers.Length);
        try
        {
            // Secondary ones come first: they answer in the background while the others are asked.
            foreach (var querier in _queriers)
            {
                sets.Add(querier.Select(sorted || _queriers.Length > 1, hints, matchers, cancellation));
            }

            return MergedSeriesSet.Of(sets, hints?.Limit ?? 0);
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
