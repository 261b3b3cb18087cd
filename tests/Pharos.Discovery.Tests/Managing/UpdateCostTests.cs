namespace Pharos.Discovery.Tests.Managing;

/// <summary>What an update costs. The manager allocates on a thread of its own, so that all of the process is measured: nothing else may run.</summary>
[CollectionDefinition(nameof(UpdateCostTests), DisableParallelization = true)]
[Collection(nameof(UpdateCostTests))]
public sealed class UpdateCostTests
{
    [Fact]
    public async Task Update_OfOneGroupAmongMany_AllocatesNoTargets()
    {
        // 100 000 targets in 1 000 groups: what a change costs is lists of groups, never targets.
        await using var fixture = new ManagerFixture();
        fixture.Manager.Start();
        fixture.Job("a", "x").Apply();
        await fixture.NextAsync();
        fixture.Rest();
        await fixture.Script["x"].GiveAsync([.. Enumerable.Range(0, 1000).Select(static i => ScriptedDiscoverer.Group($"{i}", Enumerable.Range(0, 100).Select(j => $"{i}.{j}:80")))]);
        Assert.Equal(1000, (await fixture.NextAsync())["a"].Count);
        fixture.Rest();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await fixture.Script["x"].GiveAsync("0", "changed:80");
        var update = await fixture.NextAsync();

        // Two lists of a thousand references and the small change; a target alone would be a hundred times that.
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 200_000);
        Assert.Equal(99_901, update["a"].Sum(static group => group.Targets.Count));
    }
}
