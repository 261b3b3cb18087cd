namespace Pharos.Tsdb.Tests.Crashes;

/// <summary>The store is killed, and finds again what it acknowledged.</summary>
public sealed class KillTests
{
    private const int RandomKills = 50;
    private const int MostSteps = 40;

    [Fact]
    public async Task Kill_AtRandomMoments_NothingAcknowledgedIsLost()
    {
        using var run = new CrashRun();
        var random = new Random(1);
        for (var kill = 0; kill < RandomKills; kill++)
        {
            await run.KillAsync(random.Next(1, 400));
            if (kill % 5 == 4)
            {
                run.Verify();
            }
        }

        run.Verify();
        Assert.True(run.Acknowledged > 1000);
    }

    [Fact]
    public async Task Kill_AfterEachDurableStep_NothingAcknowledgedIsLost()
    {
        // One directory for all steps: each run finds what the one before left behind.
        using var run = new CrashRun();
        for (var step = 1; step <= MostSteps; step += 1)
        {
            await run.KillAsync(batches: 4000, step);
            if (step % 6 == 0)
            {
                run.Verify();
            }
        }

        run.Verify();
    }

    [Theory]
    [InlineData("short")]
    [InlineData("snapshots")]
    [InlineData("agent")]
    public async Task Kill_OtherStoresAtRandomMoments_NothingAcknowledgedIsLost(string kind)
    {
        using var run = new CrashRun(kind);
        var random = new Random(2);
        for (var kill = 0; kill < RandomKills; kill++)
        {
            await run.KillAsync(random.Next(1, 400));
            if (kill % 5 == 4)
            {
                run.Verify();
            }
        }

        run.Verify();
        Assert.True(run.Acknowledged > 1000);
    }

    [Theory]
    [InlineData("short", 24)]
    [InlineData("snapshots", 24)]
    [InlineData("agent", 12)]
    public async Task Kill_OtherStoresAfterEachDurableStep_NothingAcknowledgedIsLost(string kind, int steps)
    {
        using var run = new CrashRun(kind);
        for (var step = 1; step <= steps; step++)
        {
            await run.KillAsync(batches: 4000, step);
            if (step % 4 == 0)
            {
                run.Verify();
            }
        }

        run.Verify();
    }
}
