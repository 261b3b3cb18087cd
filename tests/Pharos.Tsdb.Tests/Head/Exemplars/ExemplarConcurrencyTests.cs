using Pharos.Model;
using Pharos.Tsdb.Head;

namespace Pharos.Tsdb.Tests.Head.Exemplars;

public sealed class ExemplarConcurrencyTests
{
    /// <summary>Series come and go in a ring that is too small for them, while it is read and resized.</summary>
    [Fact]
    public async Task Ring_WritersReadersAndResizing_ExemplarsStayWithTheirSeries()
    {
        using var fixture = new HeadFixture(new HeadOptions { MaxExemplars = 40, OutOfOrderWindowMs = 1000 });
        var head = fixture.Head;
        var cancellation = TestContext.Current.CancellationToken;
        var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(() => Write(head, writer), cancellation)).ToArray();
        var found = 0;
        for (var round = 0; round == 0 || !Array.TrueForAll(writers, static writer => writer.IsCompleted); round++)
        {
            head.Exemplars.Resize(20 + round % 60);
            foreach (var series in head.Exemplars.SelectExemplars(long.MinValue, long.MaxValue, [[]], cancellation))
            {
                found++;
                Assert.All(series.Exemplars, exemplar => Assert.Equal(series.Series["i"], exemplar.Labels["of"]));
                Assert.Equal(series.Exemplars.Select(exemplar => exemplar.TimestampMs).Order(), series.Exemplars.Select(exemplar => exemplar.TimestampMs));
            }
        }

        await Task.WhenAll(writers);
        Assert.NotEqual(0, found + head.Exemplars.Counts.Stored);
        Assert.InRange(head.Exemplars.Counts.Stored, 1, head.Exemplars.Capacity);
    }

    private static void Write(HeadStore head, int writer)
    {
        var random = new Random(writer);
        using var appender = head.NewAppender();
        for (var i = 0; i < 2000; i++)
        {
            var name = $"{random.Next(50)}";
            var result = appender.Append(default, Labels.Of(("i", name)).View, 1000, 1);
            appender.AppendExemplar(result.Series, Labels.Of(("of", name)).View, i, i * 10 - random.Next(300));
            appender.Commit();
        }
    }
}
