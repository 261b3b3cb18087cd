using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Agent;
using Pharos.Tsdb.Wal;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>We and a real Prometheus in agent mode use one directory in turns.</summary>
public sealed class AgentParityTests
{
    private const long Second = 1_000;
    private const int Turns = 6;

    /// <summary>The samples of the tests are old, and are not to go from the log for that.</summary>
    private static readonly AgentOptions Options = new()
    {
        TruncateFrequency = TimeSpan.Zero,
        MaxWalTime = TimeSpan.FromDays(36_500),
        WalSegmentBytes = 64 << 10,
    };

    [Theory]
    [InlineData(WalCompression.None, false)]
    [InlineData(WalCompression.Snappy, true)]
    [InlineData(WalCompression.Zstd, false)]
    public async Task Write_InTurns_NothingIsLostAndNothingInvented(WalCompression compression, bool isKilled)
    {
        using var folder = new TemporaryFolder();
        var rounds = SampleRounds.Make(600, Second);
        var directory = folder.File("0");
        var written = new List<StoredSample[]>();
        var turn = 0;
        foreach (var part in rounds.Chunk(rounds.Count / Turns))
        {
            if (turn++ % 2 == 0)
            {
                await using var prometheus = await StorePeer.StartAgentAsync(directory);
                Assert.Equal(SeriesOf(written), await prometheus.MetricAsync("prometheus_agent_active_series"));
                Assert.Equal(0, await prometheus.MetricAsync("prometheus_agent_corruptions_total"));
                await prometheus.WriteAsync(part);
                await (isKilled ? prometheus.KillAsync() : prometheus.StopAsync());
                Assert.DoesNotContain("level=ERROR", prometheus.Log, StringComparison.Ordinal);
                Assert.DoesNotContain("non-existing", prometheus.Log, StringComparison.Ordinal);
            }
            else
            {
                using var store = AgentStore.Open(directory, Options with { WalCompression = compression });
                Assert.Equal(SeriesOf(written), store.SeriesInMemory);
                Write(store, part);
                store.Truncate();
                if (turn > 2)
                {
                    Assert.NotNull(CheckpointDirectories.Last(store.WalDirectory));
                }

                directory = isKilled ? OurDatabase.Copy(directory, folder.File($"{turn}")) : directory;
            }

            written.AddRange(part);
            StoredSamples.AssertSame(StoredSamples.Of(written), LoggedSamples.Read(Path.Combine(directory, "wal")));
        }
    }

    [Fact]
    public async Task Append_OldSampleAfterIts_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var round = SampleRounds.Round(1, SampleRounds.StartMs);
        await using (var prometheus = await StorePeer.StartAgentAsync(folder.Path))
        {
            await prometheus.WriteAsync([round]);
            await prometheus.StopAsync();
        }

        using var store = AgentStore.Open(folder.Path, Options);
        using var appender = store.NewAppender();
        foreach (var sample in round)
        {
            Assert.Equal(AppendOutcome.OutOfOrder, sample.AppendTo(appender, SeriesRef.None).Outcome);
            Assert.Equal(AppendOutcome.Accepted, (sample with { TimestampMs = sample.TimestampMs + 1 }).AppendTo(appender, SeriesRef.None).Outcome);
        }
    }

    private static int SeriesOf(IEnumerable<StoredSample[]> rounds) =>
        rounds.SelectMany(static round => round).Select(static sample => sample.Series).Distinct().Count();

    private static void Write(AgentStore store, IEnumerable<StoredSample[]> rounds)
    {
        var references = new Dictionary<Labels, SeriesRef>();
        using var appender = store.NewAppender();
        foreach (var round in rounds)
        {
            foreach (var sample in round)
            {
                var result = sample.AppendTo(appender, references.GetValueOrDefault(sample.Series));
                Assert.Equal(AppendOutcome.Accepted, result.Outcome);
                references[sample.Series] = result.Series;
            }

            appender.Commit();
        }
    }
}
