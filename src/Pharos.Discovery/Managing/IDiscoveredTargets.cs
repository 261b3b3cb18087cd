using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Managing;

/// <summary>Takes the targets of all jobs, as often as they change. Called by one thread at a time.</summary>
public interface IDiscoveredTargets
{
    /// <param name="jobs">
    /// The groups of every job that is configured, those of jobs without targets are empty. A list that is the same object as the last time
    /// has not changed, and one may be that of several jobs. They may be kept, nobody changes them.
    /// </param>
    void Update(IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>> jobs);
}
