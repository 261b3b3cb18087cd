using System.Threading.Channels;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Tests;

/// <summary>Takes what a discoverer gives, update by update.</summary>
internal sealed class TargetQueue : ITargetSink
{
    private readonly Channel<IReadOnlyList<TargetGroup>> _updates = Channel.CreateUnbounded<IReadOnlyList<TargetGroup>>();

    public int Count => _updates.Reader.Count;

    public void Update(IReadOnlyList<TargetGroup> groups) => _updates.Writer.TryWrite(groups);

    public async Task<IReadOnlyList<TargetGroup>> NextAsync() =>
        await _updates.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Waits for the update, and writes down each target as its labels and those of its group, in order.</summary>
    public async Task<string[]> NextTargetsAsync() => Shown(await NextAsync());

    public static string[] Shown(IReadOnlyList<TargetGroup> groups) => [.. groups.SelectMany(static group => group.Targets.Count == 0
        ? [$"gone {group.Source}"]
        : group.Targets.Select(target => $"{target}{(group.Labels.IsEmpty ? "" : $" + {group.Labels}")}"))];
}
