using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Aws;

/// <summary>What the mechanisms have in common whose targets are members of clusters: one question leads to many, which are asked at once.</summary>
internal abstract class AwsClusterDiscoverer(AwsClusterOptions options, string service, DiscoveryServices services)
    : AwsDiscoverer(options.Mechanism, service, options.Access, options.Http, options.RefreshInterval, services)
{
    protected sealed override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var region = await RegionAsync(cancel);
        return OneGroup(region, [.. await TargetsAsync(region, cancel)]);
    }

    protected abstract Task<IEnumerable<Labels>> TargetsAsync(string region, CancellationToken cancel);

    /// <summary>Asks several things, as many at once as the section allows. Answers are in the order of the questions.</summary>
    /// <exception cref="Exception">The first that failed.</exception>
    protected async Task<TAnswer[]> EachAsync<T, TAnswer>(IReadOnlyList<T> all, Func<T, CancellationToken, Task<TAnswer>> ask, CancellationToken cancel)
    {
        var answers = new TAnswer[all.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = (int)Math.Min(options.RequestConcurrency, int.MaxValue), CancellationToken = cancel };
        await Parallel.ForAsync(0, all.Count, limits, async (i, stop) => answers[i] = await ask(all[i], stop));
        return answers;
    }

    /// <summary>As the other, where each answer is a list: all of them as one.</summary>
    protected async Task<List<TAnswer>> AllOfEachAsync<T, TAnswer>(IReadOnlyList<T> all, Func<T, CancellationToken, Task<List<TAnswer>>> ask, CancellationToken cancel) =>
        [.. (await EachAsync(all, ask, cancel)).SelectMany(static answers => answers)];
}
