using System.Globalization;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Managing;

/// <summary>What one job is made of. Not safe for concurrent use.</summary>
internal sealed class DiscoveryJob
{
    private readonly IReadOnlyList<RunningDiscoverer> _discoverers;
    private readonly Dictionary<RunningDiscoverer, StandIn> _standIns = [];
    private readonly TargetGroup[] _static;
    private readonly TimeProvider _time;
    private IReadOnlyList<TargetGroup>[] _parts = [];
    private IReadOnlyList<TargetGroup>? _all;

    /// <param name="previous">The job of this name before the reload, if there was one.</param>
    public DiscoveryJob(DiscoveryOptions options, IReadOnlyList<RunningDiscoverer> discoverers, DiscoveryJob? previous, TimeProvider time)
    {
        _discoverers = discoverers;
        _time = time;
        _static = [.. options.Static.Select(static (group, i) => group.ToGroup(i.ToString(CultureInfo.InvariantCulture)))];
        if (previous is not null)
        {
            _static = _static.SequenceEqual(previous._static) ? previous._static : _static;
            (_parts, _all, TargetCount) = (previous._parts, previous._all, previous.TargetCount);
            TakeOver(previous);
        }
    }

    /// <summary>As of the last <see cref="Collect"/>.</summary>
    public int TargetCount { get; private set; }

    public bool HasStandIns => _standIns.Count > 0;

    /// <summary>All groups; the same list as before if none has changed.</summary>
    public IReadOnlyList<TargetGroup> Collect()
    {
        IReadOnlyList<TargetGroup>[] parts = [_static, .. _discoverers.Select(Part)];
        if (_all is null || !parts.AsSpan().SequenceEqual(_parts))
        {
            var filled = parts.Where(static part => part.Count > 0).ToArray();
            _all = filled.Length == 1 ? filled[0] : [.. filled.SelectMany(static part => part)];
            _parts = parts;
            TargetCount = _all.Sum(static group => group.Targets.Count);
        }

        return _all;
    }

    private IReadOnlyList<TargetGroup> Part(RunningDiscoverer discoverer)
    {
        if (discoverer.Groups is { } groups)
        {
            _standIns.Remove(discoverer);
            return groups;
        }

        return _standIns.TryGetValue(discoverer, out var standIn) ? standIn.Groups(_time) : [];
    }

    /// <summary>Lets the targets of discoverers that left stand in for those of the same mechanism that came in their place.</summary>
    private void TakeOver(DiscoveryJob previous)
    {
        var left = previous._discoverers.Except(_discoverers).ToList();
        foreach (var discoverer in _discoverers.Where(static discoverer => discoverer.Groups is null))
        {
            if (previous._standIns.TryGetValue(discoverer, out var standIn))
            {
                _standIns.Add(discoverer, standIn);
            }
            else if (left.Find(other => other.Mechanism == discoverer.Mechanism) is { } predecessor)
            {
                left.Remove(predecessor);
                _standIns.Add(discoverer, new StandIn(previous.Part(predecessor), _time.GetTimestamp()));
            }
        }
    }
}
