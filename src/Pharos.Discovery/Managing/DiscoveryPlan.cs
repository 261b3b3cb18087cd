using Pharos.Configuration;

namespace Pharos.Discovery.Managing;

/// <summary>Finds for each configuration of a reload the discoverer that runs it already, or makes one.</summary>
internal sealed class DiscoveryPlan(
    IReadOnlyDictionary<string, RunningDiscoverer> running, Func<string, IDiscoveryOptions, RunningDiscoverer?> create)
{
    /// <summary>By their identity, which has secrets in it.</summary>
    public Dictionary<string, RunningDiscoverer> Discoverers { get; } = new(StringComparer.Ordinal);

    /// <summary>Those which have to be started.</summary>
    public List<RunningDiscoverer> Created { get; } = [];

    public int Failures { get; private set; }

    /// <summary>Those of a job, each once.</summary>
    public IReadOnlyList<RunningDiscoverer> For(string job, DiscoveryOptions options)
    {
        var ofJob = new List<RunningDiscoverer>();
        foreach (var one in options.Mechanisms)
        {
            if (Find(job, one) is not { } discoverer)
            {
                Failures++;
            }
            else if (!ofJob.Contains(discoverer))
            {
                ofJob.Add(discoverer);
            }
        }

        return ofJob;
    }

    private RunningDiscoverer? Find(string job, IDiscoveryOptions options)
    {
        var identity = options.Mechanism + '\n' + OptionsWriter.Identity(options);
        if (Discoverers.TryGetValue(identity, out var discoverer))
        {
            return discoverer;
        }

        if (!running.TryGetValue(identity, out discoverer))
        {
            discoverer = create(job, options);
            if (discoverer is null)
            {
                return null;
            }

            Created.Add(discoverer);
        }

        Discoverers.Add(identity, discoverer);
        return discoverer;
    }
}
