using Xunit;

namespace Pharos.Testing.Waiting;

/// <summary>
/// Looks again and again for what gives no sign when it comes: in another process, on a disk, in answers of a server that goes by the real
/// clock. Every wait ends, at the latest with a failure that says what was awaited and what was there instead.
/// </summary>
public static class Eventually
{
    /// <summary>Far more than anything here takes, even on a machine that is busy with other things.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(Func<bool> condition, string awaited) => SeenAsync(condition, static isTrue => isTrue, awaited);

    /// <summary>As <see cref="AnsweredAsync"/>, of what need not be asked for but only be looked at.</summary>
    public static Task<T> SeenAsync<T>(Func<T> look, Predicate<T> isAwaited, string awaited) =>
        AnsweredAsync(() => Task.FromResult(look()), isAwaited, awaited);

    /// <summary>Asks until the answer is as it should be, and returns it. A question that fails ends the wait.</summary>
    /// <param name="awaited">What it is waited for, as a failure says it.</param>
    /// <param name="show">What a failure shows of the last answer; the answer as text if there is nothing better.</param>
    /// <exception cref="TimeoutException">There was no such answer.</exception>
    public static async Task<T> AnsweredAsync<T>(Func<Task<T>> ask, Predicate<T> isAwaited, string awaited, Func<T, string>? show = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var last = static () => "nothing";
        try
        {
            while (true)
            {
                var seen = await ask().WaitAsync(patience.Token);
                if (isAwaited(seen))
                {
                    return seen;
                }

                last = () => show?.Invoke(seen) ?? $"{seen}";
                await RealTime.PassAsync(Pause, patience.Token);
            }
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"waited in vain for {awaited}; seen last: {last()}", exception);
        }
    }
}
