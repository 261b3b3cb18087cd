using System.Collections.Concurrent;
using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Tests.Managing;

/// <summary>A mechanism whose discoverers do what the test says. They are told apart by their key.</summary>
internal sealed class ScriptedDiscovery
{
    private readonly ConcurrentDictionary<string, ScriptedDiscoverer> _discoverers = new();

    /// <summary>How many discoverers were made.</summary>
    public int Created { get; private set; }

    public string? Fault { get; set; }

    public ScriptedDiscoverer this[string key] => _discoverers[key];

    /// <summary>Options as a reload makes them: new objects every time.</summary>
    public Options Configure(string key, string mechanism = "scripted") => new(this) { Key = key, Mechanism = mechanism };

    internal sealed class Options(ScriptedDiscovery script) : IDiscoveryOptions
    {
        public required string Key { get; set; }

        public required string Mechanism { get; init; }

        public void Describe(Fields fields) => Key = fields.Text("key", Key);

        public IDiscoverer Create(DiscoveryServices services)
        {
            if (script.Fault is { } fault)
            {
                throw new IOException(fault);
            }

            script.Created++;
            return script._discoverers[Key] = new ScriptedDiscoverer();
        }
    }
}

internal sealed class ScriptedDiscoverer : IDiscoverer, IDisposable
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITargetSink? _sink;
    private TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Runs { get; private set; }

    public bool IsDisposed { get; private set; }

    public async Task RunAsync(ITargetSink sink, CancellationToken stop)
    {
        (_sink, Runs) = (sink, Runs + 1);
        _started.TrySetResult();
        await _fault.Task.WaitAsync(stop);
    }

    public Task GiveAsync(string source, params string[] addresses) => GiveAsync([Group(source, addresses)]);

    /// <summary>Gives groups in one update.</summary>
    public async Task GiveAsync(IReadOnlyList<TargetGroup> groups)
    {
        await _started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        _sink!.Update(groups);
    }

    public async Task FailAsync(string reason)
    {
        await _started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var fault = _fault;
        _fault = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fault.SetException(new InvalidOperationException(reason));
    }

    public void Dispose() => IsDisposed = true;

    public static TargetGroup Group(string source, IEnumerable<string> addresses) =>
        new(source, default, [.. addresses.Select(static address => Labels.Of(("__address__", address)))]);
}
