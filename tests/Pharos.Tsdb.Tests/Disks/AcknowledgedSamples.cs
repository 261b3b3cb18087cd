using System.Globalization;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Tsdb.Tests.Disks;

/// <summary>Appends rounds of samples, and remembers those that were acknowledged.</summary>
internal sealed class AcknowledgedSamples
{
    private const int Series = 100;
    private const long Minute = 60_000;

    private readonly Labels[] _labels =
        [.. Enumerable.Range(0, Series).Select(static i => Labels.Of(("__name__", "full"), ("i", i.ToString("D3", CultureInfo.InvariantCulture))))];

    private readonly List<(long TimestampMs, double Value)>[] _samples = [.. Enumerable.Range(0, Series).Select(static _ => new List<(long, double)>())];
    private readonly Random _random = new(1);
    private int _round;

    /// <summary>By series, in the order of labels.</summary>
    public IEnumerable<IReadOnlyList<(long TimestampMs, double Value)>> BySeries => _samples;

    /// <summary>Commits so many rounds. A round that is not taken is thrown for, and tried again by the next call.</summary>
    public void Append(IAppendable store, int rounds)
    {
        using var appender = store.NewAppender();
        for (var end = _round + rounds; _round < end; _round++)
        {
            var values = _labels.Select(_ => _random.NextDouble()).ToArray();
            for (var i = 0; i < Series; i++)
            {
                Assert.Equal(AppendOutcome.Accepted, appender.Append(SeriesRef.None, _labels[i].View, _round * Minute, values[i]).Outcome);
            }

            appender.Commit();
            for (var i = 0; i < Series; i++)
            {
                _samples[i].Add((_round * Minute, values[i]));
            }
        }
    }

    /// <summary>Appends until the disk is full.</summary>
    public IOException AppendUntilFull(IAppendable store) => Assert.ThrowsAny<IOException>(() => Append(store, 100_000));

    public void AssertAllThere(IQuerySource source)
    {
        using var querier = source.NewQuerier(long.MinValue, long.MaxValue);
        Assert.Equal(BySeries, Head.HeadFixture.Read(querier, []).Select(static series => series.Samples));
    }
}
