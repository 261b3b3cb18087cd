using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Managing;

/// <summary>Takes the targets of all jobs, as often as they change. Called by one thread at a time.</summary>
public interface IDiscoveredTargets
{
    /// <param name="jobs">The groups of every job that is configured, those of jobs without targets are empty.</param>
    void Update(IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>> jobs);
}
