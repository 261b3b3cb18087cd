using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Hosting;

/// <summary>
/// What a program has to undo when it stops: each step that starts something pushes its named cleanup, and stopping runs them last in,
/// first out. One that fails is logged and does not keep the others from running. Not safe for concurrent use.
/// </summary>
public sealed class CleanupStack(ILogger log)
{
    private readonly Stack<(string Name, Func<CancellationToken, Task> Run)> _cleanups = new();

    public void Push(string name, Func<CancellationToken, Task> cleanup) => _cleanups.Push((name, cleanup));

    /// <summary>Runs and forgets all cleanups. The token ends the patience of each, not the walk through them.</summary>
    public async Task RunAsync(CancellationToken patience)
    {
        while (_cleanups.TryPop(out var cleanup))
        {
            log.Debug("Stopping", [("what", cleanup.Name)]);
            try
            {
                await cleanup.Run(patience);
            }
            catch (Exception exception)
            {
                log.Error("Stopping failed", [("what", cleanup.Name), ("err", exception)]);
            }
        }
    }
}
